//! The addresses of files that a job makes.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::exports::pages::centre;

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(
        resource("/{lang}/centre/exports")
            .route(get().to(centre::list_exports))
            .route(post().to(centre::create_export)),
    )
    .service(
        resource("/{lang}/centre/exports/{export}")
            .route(get().to(centre::show_export))
            .route(post().to(centre::update_export)),
    )
    .service(resource("/{lang}/centre/exports/{export}/file").route(get().to(centre::show_file)));
}
