//! The addresses of practical certificates.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::certificates::pages::centre::practical;

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/{lang}/centre/practical").route(get().to(practical::list_sessions)))
        .service(
            resource("/{lang}/centre/practical/new")
                .route(get().to(practical::new_session))
                .route(post().to(practical::create_session)),
        )
        .service(resource("/{lang}/centre/practical/{session}").route(get().to(practical::show_session)));
}
