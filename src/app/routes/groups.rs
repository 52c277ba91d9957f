//! The addresses of groups.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::groups::pages::staff::{self, form, people};
use crate::groups::pages::{coordinator, volunteer};

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(
        resource("/{lang}/learn/groups").route(get().to(volunteer::list_own)).route(post().to(volunteer::update_own)),
    )
    .service(
        resource("/{lang}/join/group/{code}")
            .route(get().to(volunteer::show_invitation))
            .route(post().to(volunteer::create_membership)),
    );
    site.service(resource("/{lang}/trainer/groups").route(get().to(staff::list_groups)))
        .service(
            resource("/{lang}/trainer/groups/new")
                .route(get().to(form::new_group))
                .route(post().to(form::create_group)),
        )
        .service(resource("/{lang}/trainer/groups/{group}").route(get().to(staff::show_group)))
        .service(
            resource("/{lang}/trainer/groups/{group}/edit")
                .route(get().to(form::edit_group))
                .route(post().to(form::update_group)),
        )
        .service(resource("/{lang}/trainer/groups/{group}/remove").route(post().to(staff::create_removal)))
        .service(resource("/{lang}/coordinator/{organisation}/groups").route(get().to(coordinator::list_groups)))
        .service(resource("/{lang}/trainer/groups/{group}/close").route(post().to(staff::create_closing)))
        .service(resource("/{lang}/trainer/groups/{group}/reopen").route(post().to(staff::create_reopening)))
        .service(resource("/{lang}/trainer/groups/{group}/code").route(post().to(staff::create_code)))
        .service(resource("/{lang}/trainer/groups/{group}/people.csv").route(get().to(people::show_table)))
        .service(resource("/{lang}/trainer/groups/{group}/people/{id}").route(get().to(people::show_person)))
        .service(
            resource("/{lang}/trainer/groups/{group}/people/{id}/remove").route(post().to(people::create_removal)),
        );
}
