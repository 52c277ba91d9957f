//! Every address of the site, those of districts and settlements, of the course editor, of groups, of reports, of second factors, of practical
//! certificates, of transcripts and of programs beside it.

mod api;
mod borders;
mod editor;
mod exports;
mod groups;
mod intake;
mod practice;
mod reports;
mod second;
mod transcript;

use actix_web::guard::Get;
use actix_web::middleware::Compress;
use actix_web::web::{ServiceConfig, get, post, resource, scope};

use super::merging::pages::centre as merging;
use super::{care, health, media, renewing, start};
use crate::accounts::pages::centre::audit;
use crate::accounts::pages::{
    cared, centre as people, consent_form, own_password, public as accounts, recovery, staff, volunteer as profile,
};
use crate::asking::pages::{trainer as requests, volunteer as asking};
use crate::certificates::pages::centre::name;
use crate::certificates::pages::{centre as register, public as verify, staff as certified, volunteer as certificates};
use crate::home::pages::centre::jobs;
use crate::home::pages::{centre as overview, public as home};
use crate::learning::pages::trainer::{self as preview, lessons as lesson_preview, quizzes as quiz_preview, regrade};
use crate::learning::pages::{
    attempts, lessons, public as courses, templates, volunteer as learn, volunteer::editions,
};
use crate::mail::pages::centre as outbox;
use crate::organisations::pages::coordinator::{invitation, requests as asking_to_join};
use crate::organisations::pages::{centre as organisations, coordinator, volunteer as memberships};
use crate::reviews::pages::reviewer as reviews;
use crate::settings::pages::{centre as settings, public as logo};
use crate::stats::pages::trainer as teaching;
use crate::stats::pages::trainer::{results, statistics};
use crate::web::assets;

/// Registers every route. A lesson is what is asked for most, then what a certificate is worth: they are tried first, and
/// come compressed, or are too short to be.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/{lang}/learn/{course}/lessons/{lesson}").route(get().to(lessons::show_lesson)))
        .service(resource("/v/{number}").route(get().to(verify::show_short)))
        .service(resource("/{lang}/verify").guard(Get()).route(get().to(verify::show_verify)))
        .configure(api::verification)
        .service(scope("").wrap(Compress::default()).configure(compressed));
}

/// Every other route; its answers are compressed on the way out.
#[expect(clippy::too_many_lines, reason = "all routes on one screen")]
fn compressed(site: &mut ServiceConfig) {
    // What is asked for most comes first: routes are tried in this order.
    site.service(resource("/{lang}/learn/{course}/attempts/{id}/review").route(get().to(attempts::show_review)))
        .service(resource("/{lang}/learn/{course}/attempts/{id}/finish").route(post().to(attempts::create_finish)))
        .service(
            resource("/{lang}/learn/{course}/attempts/{id}/{place}")
                .route(get().to(attempts::show_question))
                .route(post().to(attempts::update_answer)),
        );
    // Everyone
    site.service(resource("/").route(get().to(start::choose_language)))
        .service(resource("/assets/{name}").route(get().to(assets::show_asset)))
        .service(resource("/media/{digest}.svg").route(get().to(media::show_media)))
        .service(resource("/media/{digest}.jpg").route(get().to(media::show_photo)))
        .service(resource("/emergency-worker.js").route(get().to(home::show_worker)))
        .service(resource("/healthz").route(get().to(health::show_health)))
        .service(resource("/readyz").route(get().to(health::show_readiness)))
        .service(resource("/.well-known/jwks.json").route(get().to(verify::show_keys)))
        .service(resource("/logo/{digest}.png").route(get().to(logo::show_logo)))
        .service(resource("/{lang}").route(get().to(home::show_front)))
        .service(resource("/{lang}/consent-form").route(get().to(consent_form::show_consent_form)))
        .service(resource("/{lang}/emergency").route(get().to(home::show_card)))
        .service(resource("/{lang}/privacy").route(get().to(accounts::show_privacy)))
        .service(resource("/{lang}/verify").route(post().to(verify::create_verify)))
        .service(resource("/{lang}/courses").route(get().to(courses::list_courses)))
        .service(
            resource("/{lang}/courses/{course}")
                .route(get().to(courses::show_course))
                .route(post().to(courses::create_enrolment)),
        )
        .service(resource("/{lang}/courses/{course}/templates/{template}.xlsx").route(get().to(templates::show_sheet)))
        .service(resource("/{lang}/courses/{course}/templates/{template}").route(get().to(templates::show_template)));
    #[cfg(debug_assertions)]
    site.service(resource("/{lang}/design").route(get().to(super::design::show_design)));
    // Accounts
    site.service(
        resource("/{lang}/sign-up").route(get().to(accounts::new_account)).route(post().to(accounts::create_account)),
    )
    .service(
        resource("/{lang}/sign-in").route(get().to(accounts::show_sign_in)).route(post().to(accounts::create_sign_in)),
    )
    .service(resource("/{lang}/sign-out").route(post().to(accounts::create_sign_out)))
    .service(
        resource("/{lang}/first/{token}")
            .route(get().to(accounts::new_first_account))
            .route(post().to(accounts::create_first_account)),
    )
    .service(
        resource("/{lang}/confirm/{token}")
            .route(get().to(recovery::show_confirm))
            .route(post().to(recovery::create_confirm)),
    )
    .service(resource("/{lang}/reset").route(get().to(recovery::new_reset)).route(post().to(recovery::create_reset)))
    .service(
        resource("/{lang}/reset/{token}")
            .route(get().to(recovery::edit_password))
            .route(post().to(recovery::update_password)),
    )
    .service(
        resource("/{lang}/email/{token}")
            .route(get().to(recovery::show_email_change))
            .route(post().to(recovery::create_email_change)),
    )
    .service(
        resource("/{lang}/email-undo/{token}")
            .route(get().to(recovery::show_email_undo))
            .route(post().to(recovery::create_email_undo)),
    );
    site.service(
        resource("/{lang}/password")
            .route(get().to(own_password::new_own_password))
            .route(post().to(own_password::create_own_password)),
    );
    second::configure(site);
    api::configure(site);
    transcript::configure(site);
    // Before the courses that one learns: its own page stands beside them.
    borders::configure(site);
    groups::configure(site);
    // Volunteers
    site.service(resource("/{lang}/learn").route(get().to(learn::list_learning)))
        .service(
            resource("/{lang}/learn/profile")
                .route(get().to(profile::edit_profile))
                .route(post().to(profile::update_profile)),
        )
        .service(resource("/{lang}/learn/profile/confirm").route(post().to(profile::resend_confirmation)))
        .service(
            resource("/{lang}/learn/profile/sign-ins")
                .route(get().to(profile::sign_ins::list_sign_ins))
                .route(post().to(profile::sign_ins::create_end)),
        )
        .service(
            resource("/{lang}/learn/profile/password")
                .route(get().to(profile::password::edit_password))
                .route(post().to(profile::password::update_password)),
        )
        .service(
            resource("/{lang}/learn/profile/email")
                .route(get().to(profile::email::edit_email))
                .route(post().to(profile::email::update_email)),
        )
        .service(
            resource("/{lang}/learn/profile/export")
                .route(get().to(profile::erasure::show_export))
                .route(post().to(care::create_export)),
        )
        .service(
            resource("/{lang}/learn/profile/erase")
                .route(get().to(profile::erasure::new_erasure))
                .route(post().to(profile::erasure::create_erasure)),
        )
        .service(resource("/{lang}/learn/profile/email/cancel").route(post().to(profile::email::create_cancel)))
        .service(
            resource("/{lang}/learn/organisations")
                .route(get().to(memberships::list_own))
                .route(post().to(memberships::update_own)),
        )
        .service(
            resource("/{lang}/join/{code}")
                .route(get().to(memberships::show_invitation))
                .route(post().to(memberships::create_membership)),
        )
        .service(resource("/{lang}/learn/certificates").route(get().to(certificates::list_certificates)))
        .service(resource("/{lang}/learn/certificates/{number}").route(get().to(certificates::show_certificate)))
        .service(resource("/{lang}/learn/certificates/{number}/pdf").route(get().to(certificates::show_pdf)))
        .service(resource("/{lang}/learn/certificates/{number}/send").route(post().to(certificates::create_mail)))
        .service(resource("/{lang}/learn/certificates/{number}/renew").route(post().to(renewing::create_renewal)))
        .service(resource("/{lang}/learn/asked").route(get().to(asking::list_own)))
        .service(resource("/{lang}/learn/{course}").route(get().to(learn::show_outline)))
        .service(
            resource("/{lang}/learn/{course}/ask")
                .route(get().to(asking::new_request))
                .route(post().to(asking::create_request)),
        )
        .service(
            resource("/{lang}/learn/{course}/edition")
                .route(get().to(editions::show_edition))
                .route(post().to(editions::update_edition)),
        )
        .service(
            resource("/{lang}/learn/{course}/certificate")
                .route(get().to(learn::edit_choice))
                .route(post().to(learn::update_choice)),
        )
        .service(resource("/{lang}/learn/{course}/lessons/{lesson}/done").route(post().to(lessons::create_done)))
        .service(
            resource("/{lang}/learn/{course}/lessons/{lesson}/checks/{question}")
                .route(post().to(lessons::create_check_answer)),
        )
        .service(
            resource("/{lang}/learn/{course}/tests/{quiz}")
                .route(get().to(attempts::show_test))
                .route(post().to(attempts::create_attempt)),
        )
        .service(resource("/{lang}/learn/{course}/attempts/{id}").route(get().to(attempts::show_result)));
    // Trainers
    site.service(resource("/{lang}/trainer").route(get().to(teaching::list_courses)))
        .service(resource("/{lang}/trainer/courses/{course}/results").route(get().to(results::list_results)))
        .service(resource("/{lang}/trainer/courses/{course}/results/{question}").route(get().to(results::show_result)))
        .service(resource("/{lang}/trainer/courses/{course}/statistics").route(get().to(statistics::show_statistics)))
        .service(
            resource("/{lang}/trainer/courses/{course}/regrade")
                .route(get().to(regrade::show_regrade))
                .route(post().to(regrade::create_regrade)),
        )
        .service(resource("/{lang}/trainer/courses/{course}/statistics.csv").route(get().to(statistics::show_table)))
        .service(resource("/{lang}/trainer/courses/{course}/preview/{in}").route(get().to(preview::show_preview)))
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}")
                .route(get().to(lesson_preview::show_lesson)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}/checks/{question}")
                .route(post().to(lesson_preview::create_check_answer)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}/done")
                .route(post().to(lesson_preview::create_done)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/questions/{question}")
                .route(get().to(quiz_preview::show_bank_question))
                .route(post().to(quiz_preview::create_bank_answer)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}")
                .route(get().to(quiz_preview::show_test))
                .route(post().to(quiz_preview::create_sample)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}")
                .route(get().to(quiz_preview::show_answers)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/review")
                .route(get().to(quiz_preview::show_review)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/finish")
                .route(post().to(quiz_preview::create_finish)),
        )
        .service(
            resource("/{lang}/trainer/courses/{course}/preview/{in}/tests/{quiz}/{seed}/{place}")
                .route(get().to(quiz_preview::show_question))
                .route(post().to(quiz_preview::create_answer)),
        );
    site.service(resource("/{lang}/trainer/requests").route(get().to(requests::list_requests))).service(
        resource("/{lang}/trainer/requests/{id}")
            .route(get().to(requests::show_request))
            .route(post().to(requests::create_answer)),
    );
    editor::configure(site);
    reports::configure(site);
    intake::configure(site);
    exports::configure(site);
    practice::configure(site);
    // Reviewers
    site.service(resource("/{lang}/review").route(get().to(reviews::list_courses)))
        .service(resource("/{lang}/review/name").route(post().to(reviews::update_name)))
        .service(resource("/{lang}/review/{course}").route(get().to(reviews::show_course)))
        .service(resource("/{lang}/review/{course}/sign").route(post().to(reviews::create_signatures)))
        .service(resource("/{lang}/review/{course}/withdraw").route(post().to(reviews::create_withdrawal)))
        .service(resource("/{lang}/review/{course}/media/{picture}").route(get().to(reviews::show_picture)))
        .service(resource("/{lang}/review/{course}/{in}/lessons/{lesson}").route(get().to(reviews::show_lesson)));
    // Trainers, and the centre with them
    site.service(resource("/{lang}/trainer/people").route(get().to(staff::list_people)))
        .service(
            resource("/{lang}/trainer/people/new")
                .route(get().to(staff::new_people))
                .route(post().to(staff::create_people)),
        )
        .service(resource("/{lang}/trainer/people/cards").route(post().to(staff::show_cards)))
        .service(resource("/{lang}/trainer/people/{id}").route(get().to(cared::show_person)))
        .service(resource("/{lang}/trainer/people/{id}/consent").route(post().to(cared::create_consent)))
        .service(resource("/{lang}/trainer/people/{id}/consent-form").route(get().to(cared::show_consent_form)))
        .service(resource("/{lang}/trainer/people/{id}/contact").route(post().to(cared::update_contact)))
        .service(resource("/{lang}/trainer/people/{id}/certificates/{number}").route(get().to(certified::show_pdf)))
        .service(resource("/{lang}/trainer/people/{id}/card").route(post().to(staff::create_card)));
    // Coordinators: the guard brings the organisation
    site.service(resource("/{lang}/coordinator").route(get().to(coordinator::list_organisations)))
        .service(resource("/{lang}/coordinator/{organisation}").route(get().to(coordinator::list_people)))
        .service(resource("/{lang}/coordinator/{organisation}/people.csv").route(get().to(coordinator::show_table)))
        .service(
            resource("/{lang}/coordinator/{organisation}/requests")
                .route(get().to(asking_to_join::list_requests))
                .route(post().to(asking_to_join::create_decision)),
        )
        .service(
            resource("/{lang}/coordinator/{organisation}/invitation")
                .route(get().to(invitation::show_invitation))
                .route(post().to(invitation::create_invitation)),
        )
        .service(resource("/{lang}/coordinator/{organisation}/invitation/end").route(post().to(invitation::create_end)))
        .service(resource("/{lang}/coordinator/{organisation}/people/{id}").route(get().to(coordinator::show_person)))
        .service(
            resource("/{lang}/coordinator/{organisation}/people/{id}/remove")
                .route(post().to(coordinator::create_removal)),
        );
    // The resource centre
    site.service(resource("/{lang}/centre").route(get().to(overview::show_centre)))
        .service(resource("/{lang}/centre/certificates").route(get().to(register::list_certificates)))
        .service(resource("/{lang}/centre/certificates/{number}").route(get().to(register::show_certificate)))
        .service(resource("/{lang}/centre/certificates/{number}/pdf").route(get().to(register::show_pdf)))
        .service(resource("/{lang}/centre/certificates/{number}/revoke").route(post().to(register::create_revocation)))
        .service(resource("/{lang}/centre/certificates/{number}/suspend").route(post().to(register::create_suspension)))
        .service(
            resource("/{lang}/centre/certificates/{number}/reinstate").route(post().to(register::create_reinstatement)),
        )
        .service(
            resource("/{lang}/centre/settings")
                .route(get().to(settings::edit_settings))
                .route(post().to(settings::update_settings)),
        )
        .service(resource("/{lang}/centre/settings/preview").route(post().to(settings::show_preview)))
        .service(resource("/{lang}/centre/settings/logo").route(post().to(settings::create_logo)))
        .service(resource("/{lang}/centre/settings/logo/remove").route(post().to(settings::create_logo_removal)))
        .service(resource("/{lang}/centre/jobs").route(get().to(jobs::list_jobs)))
        .service(resource("/{lang}/centre/jobs/{id}/retry").route(post().to(jobs::create_retry)))
        .service(resource("/{lang}/centre/audit").route(get().to(audit::list_log)))
        .service(resource("/{lang}/centre/outbox").route(get().to(outbox::list_mails)))
        .service(resource("/{lang}/centre/outbox/resend").route(post().to(outbox::create_resend_of_all)))
        .service(resource("/{lang}/centre/outbox/{id}/resend").route(post().to(outbox::create_resend)))
        .service(resource("/{lang}/centre/organisations").route(get().to(organisations::list_organisations)))
        .service(
            resource("/{lang}/centre/organisations/new")
                .route(get().to(organisations::new_organisation))
                .route(post().to(organisations::create_organisation)),
        )
        .service(
            resource("/{lang}/centre/organisations/{organisation}")
                .route(get().to(organisations::show_organisation))
                .route(post().to(organisations::update_organisation)),
        )
        .service(
            resource("/{lang}/centre/organisations/{organisation}/close")
                .route(post().to(organisations::create_closing)),
        )
        .service(
            resource("/{lang}/centre/organisations/{organisation}/reopen")
                .route(post().to(organisations::create_reopening)),
        )
        .service(
            resource("/{lang}/centre/organisations/{organisation}/coordinators")
                .route(post().to(organisations::update_coordinators)),
        )
        .service(resource("/{lang}/centre/people").route(get().to(people::list_people)))
        .service(resource("/{lang}/centre/people/{id}").route(get().to(people::show_person)))
        .service(
            resource("/{lang}/centre/people/{id}/name")
                .route(get().to(name::edit_name))
                .route(post().to(name::update_name)),
        )
        .service(
            resource("/{lang}/centre/people/{id}/merge")
                .route(get().to(merging::edit_merge))
                .route(post().to(merging::create_merge)),
        )
        .service(resource("/{lang}/centre/people/{id}/email").route(post().to(people::update_email)))
        .service(resource("/{lang}/centre/people/{id}/birth-year").route(post().to(people::update_birth_year)))
        .service(
            resource("/{lang}/centre/people/{id}/organisations")
                .route(post().to(people::memberships::update_memberships)),
        )
        .service(resource("/{lang}/centre/people/{id}/grant").route(post().to(people::create_grant)))
        .service(resource("/{lang}/centre/people/{id}/withdraw").route(post().to(people::create_withdrawal)))
        .service(
            resource("/{lang}/centre/people/{id}/reviews")
                .route(get().to(people::reviews::list_grants))
                .route(post().to(people::reviews::create_grant)),
        )
        .service(
            resource("/{lang}/centre/people/{id}/reviews/withdraw")
                .route(post().to(people::reviews::create_withdrawal)),
        )
        .service(resource("/{lang}/centre/people/{id}/disable").route(post().to(people::create_disabling)))
        .service(resource("/{lang}/centre/people/{id}/enable").route(post().to(people::create_enabling)))
        .service(resource("/{lang}/centre/people/{id}/erase").route(post().to(people::erasure::create_erasure)))
        .service(resource("/{lang}/centre/people/{id}/keep").route(post().to(people::erasure::create_keep)));
}
