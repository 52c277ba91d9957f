//! The addresses of practical certificates, and of lists that are checked at the gate.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::certificates::pages::centre::{handout, practical};
use crate::certificates::pages::checker;
use crate::organisations::pages::coordinator::event;

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/{lang}/check").route(get().to(checker::show_form)).route(post().to(checker::create_check)));
    site.service(
        resource("/{lang}/coordinator/{organisation}/event")
            .route(get().to(event::new_event))
            .route(post().to(event::create_event)),
    );
    site.service(resource("/{lang}/centre/practical").route(get().to(practical::list_sessions)))
        .service(
            resource("/{lang}/centre/practical/new")
                .route(get().to(practical::new_session))
                .route(post().to(practical::create_session)),
        )
        .service(resource("/{lang}/centre/practical/{session}").route(get().to(practical::show_session)))
        .service(
            resource("/{lang}/centre/practical/{session}/certificates.pdf").route(get().to(handout::show_handout)),
        );
}
