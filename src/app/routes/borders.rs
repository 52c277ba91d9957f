//! The addresses of districts and settlements.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::borders::pages::centre;

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/{lang}/centre/places").route(get().to(centre::list_places)))
        .service(
            resource("/{lang}/centre/places/new")
                .route(get().to(centre::new_district))
                .route(post().to(centre::create_district)),
        )
        .service(
            resource("/{lang}/centre/places/districts/{district}")
                .route(get().to(centre::show_district))
                .route(post().to(centre::update_district)),
        )
        .service(
            resource("/{lang}/centre/places/districts/{district}/new")
                .route(get().to(centre::new_settlement))
                .route(post().to(centre::create_settlement)),
        )
        .service(
            resource("/{lang}/centre/places/districts/{district}/end").route(post().to(centre::create_district_end)),
        )
        .service(
            resource("/{lang}/centre/places/districts/{district}/undo").route(post().to(centre::create_district_undo)),
        )
        .service(
            resource("/{lang}/centre/places/settlements/{settlement}")
                .route(get().to(centre::show_settlement))
                .route(post().to(centre::update_settlement)),
        )
        .service(
            resource("/{lang}/centre/places/settlements/{settlement}/end")
                .route(post().to(centre::create_settlement_end)),
        )
        .service(
            resource("/{lang}/centre/places/settlements/{settlement}/undo")
                .route(post().to(centre::create_settlement_undo)),
        );
}
