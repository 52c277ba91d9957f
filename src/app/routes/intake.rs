//! The addresses of lists of people, and of what comes of them.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::accounts::pages::welcome;
use crate::intake::pages::centre;

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(
        resource("/{lang}/centre/people/import")
            .route(get().to(centre::new_list))
            .route(post().to(centre::create_list)),
    )
    .service(
        resource("/{lang}/centre/people/import/{list}")
            .route(get().to(centre::show_list))
            .route(post().to(centre::update_list)),
    )
    .service(resource("/{lang}/centre/people/import/{list}/cards").route(post().to(centre::create_cards)))
    .service(
        resource("/{lang}/welcome/{token}")
            .route(get().to(welcome::show_invitation))
            .route(post().to(welcome::create_password)),
    );
}
