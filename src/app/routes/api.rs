//! The addresses that programs ask, and the pages on which tokens for them are made.

use actix_web::middleware::Compress;
use actix_web::web::{ServiceConfig, get, post, resource, to};

use crate::accounts::pages::centre::tokens as all_tokens;
use crate::accounts::pages::volunteer::tokens;
use crate::app::api;
use crate::web::api::ApiProblem;

/// Another method than `GET`.
async fn only_get() -> actix_web::HttpResponse {
    ApiProblem::method_not_allowed("GET, HEAD")
}

/// Another method than `POST`, or `GET` of a number that reads `verify`.
async fn only_post() -> actix_web::HttpResponse {
    ApiProblem::method_not_allowed("POST")
}

/// What is asked of certificates. The answer to one number is too short to be compressed.
pub(super) fn verification(site: &mut ServiceConfig) {
    site.service(
        resource("/api/v1/certificates/verify")
            .wrap(Compress::default())
            .route(post().to(api::create_verification))
            .default_service(to(only_post)),
    )
    .service(
        resource("/api/v1/certificates/{number}").route(get().to(api::show_certificate)).default_service(to(only_get)),
    );
}

pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/api/openapi.json").route(get().to(api::show_description)).default_service(to(only_get)))
        .service(resource("/api/v1/courses").route(get().to(api::list_courses)).default_service(to(only_get)))
        .service(resource("/api/v1/transcript").route(get().to(api::show_transcript)).default_service(to(only_get)))
        .service(resource("/api/v1/register").route(get().to(api::list_register)).default_service(to(only_get)))
        .service(
            resource("/api/v1/organisations/{organisation}/people")
                .route(get().to(api::list_people))
                .default_service(to(only_get)),
        )
        .service(
            resource("/{lang}/learn/profile/tokens")
                .route(get().to(tokens::list_tokens))
                .route(post().to(tokens::create_token)),
        )
        .service(resource("/{lang}/learn/profile/tokens/{id}/revoke").route(post().to(tokens::create_revocation)))
        .service(resource("/{lang}/centre/tokens").route(get().to(all_tokens::list_tokens)))
        .service(resource("/{lang}/centre/tokens/{id}/revoke").route(post().to(all_tokens::create_revocation)));
}
