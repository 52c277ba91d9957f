//! The addresses of transcripts. They come before `/learn/certificates/{number}`: no number reads `transcript`.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::certificates::pages::{public, volunteer};

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/t/{token}").route(get().to(public::transcript::show_short)))
        .service(resource("/{lang}/transcript/{token}").route(get().to(public::transcript::show_transcript)))
        .service(
            resource("/{lang}/learn/certificates/transcript/link").route(post().to(volunteer::transcript::create_link)),
        )
        .service(
            resource("/{lang}/learn/certificates/transcript/link/end")
                .route(post().to(volunteer::transcript::create_link_end)),
        )
        .service(
            resource("/{lang}/learn/certificates/transcript/{in}.pdf").route(get().to(volunteer::transcript::show_pdf)),
        );
}
