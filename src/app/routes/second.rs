//! The addresses of second factors.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::accounts::pages::centre::second as reset;
use crate::accounts::pages::second_step;
use crate::accounts::pages::volunteer::second;

pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(
        resource("/{lang}/sign-in/code")
            .route(get().to(second_step::show_step))
            .route(post().to(second_step::create_step)),
    )
    .service(
        resource("/{lang}/learn/profile/second-factor")
            .route(get().to(second::show_factor))
            .route(post().to(second::update_factor)),
    )
    .service(resource("/{lang}/learn/profile/second-factor/confirm").route(post().to(second::create_confirmation)))
    .service(resource("/{lang}/centre/people/{id}/second-factor").route(post().to(reset::create_reset)));
}
