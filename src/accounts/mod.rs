//! People: accounts, passwords, sign-ins, roles, single-use links, the audit log.
//!
//! Invariants: a person is found by folded e-mail or sign-in name, both unique; passwords are kept as argon2id
//! hashes; the secrets of sign-ins and links are kept as digests; a role is held by a grant, and every grant and
//! withdrawal stands in the audit log; the password of a card works until an own one is chosen; whoever has a second factor is signed in with it
//! alone; signing in and asking for a reset do not tell whether an account exists.

mod add;
mod alike;
mod api_token;
pub mod audit;
pub mod audit_words;
pub mod card;
mod change_email;
mod change_password;
mod clean;
mod confirm;
mod contact;
mod device;
mod email;
mod erasure;
mod export;
mod first;
mod former;
mod grant;
mod invite;
mod known;
mod listed;
mod look;
mod mails;
mod make;
mod merge;
mod model;
mod name;
mod own_password;
mod own_sign_ins;
pub mod pages;
mod parental;
mod parental_days;
mod password;
pub mod pasted;
mod profile;
mod proof;
mod reason;
mod recovery;
mod resend;
mod reset;
mod review_grants;
mod seal;
mod search;
mod second_factor;
mod second_step;
mod sign_in;
mod sign_up;
mod store;
mod throttle;
mod totp;
mod views;

#[cfg(debug_assertions)]
pub(crate) use views::every_state;
mod words;

pub use add::add_person;
pub use alike::{Alike, Sign, find_alike};
pub use api_token::{
    Bearer, NewToken, Scope, TokenMade, TokenRow, TokenSecret, find_bearer, find_token_owner, list_tokens, make_token,
    may_show_token, note_token_use, revoke_token,
};
pub use change_email::{
    EmailAsked, EmailChanged, EmailUndone, ask_for_email, confirm_email_change, drop_waiting_email, find_waiting_email,
    undo_email_change,
};
pub use change_password::change_password;
pub use clean::{forget_audit, forget_failures, forget_links, forget_sign_ins, forget_tokens, list_unused};
pub use confirm::{Confirmed, confirm, send_again as send_confirmation_again};
pub use contact::{AgreedBy, NewContact, set_contact};
pub use device::device_of;
pub use email::{Corrected, correct_email};
pub use erasure::{
    ERASURE_DAYS, Erase, Erased, ErasureAsked, ask_for_erasure, erase_account, keep_account, list_due_erasures,
    plan_erasure,
};
pub use export::{export_account, list_own_accounts, note_export};
pub use first::{first_account_link, make_first_account};
pub use former::{
    Carry, carry_people, count_living, forget_former_places, has_people, is_anybodys, list_former_spellings,
    list_spellings,
};
pub use grant::{
    Access, Granted, grant, grant_coordinator, keep_in_reach, set_disabled, withdraw, withdraw_coordinator,
};
pub use invite::{accept_invitation, find_invitation, list_taken, make_listed};
pub use known::{list_by_identifiers, list_merged_people};
pub use listed::{Listed, masked};
pub use look::{ListLook, Look, note_list_look, note_log_export, note_look, note_people};
pub use mails::{Note, queue_note};
pub use make::{
    CardStanding, CardsBefore, CardsFor, MadeCards, Namesake, cared_for, find_cards, list_card_standings,
    list_for_cards, list_made, list_namesakes, make_cards, make_people, renew_card,
};
pub use merge::{
    EmailMove, Merged, Obstacle, Pair, find_merged_person, find_pair, find_parental_after, merge_accounts,
};
pub use model::{
    CONSENT_VERSION, Card, Consent, Contact, Coordinated, LinkPurpose, MadeRow, NewPerson, Opened, ParentalEvent,
    ParentalNote, ParentalState, Person, PersonRow, SignInRow, SignedIn, WaitingEmail,
};
pub use name::{Named, correct_name};
pub use own_password::{Chosen, choose_password, give_consent, has_consented};
pub use own_sign_ins::{Which, end_own_sign_ins, list_own_sign_ins};
pub use parental::{CaredFor, Meant, Noted, care_of, find_cared_for, list_parental_states, note_parental};
pub use password::{Hasher, Password, Weak};
pub use profile::{Profile, correct_birth_year, update_profile};
pub use proof::{OwnHash, Proof, Proven, find_own_hash};
pub use reason::NamelessReason;
pub use recovery::RecoveryCode;
pub use resend::{Resent, resend_failed, resend_mail};
pub use reset::{Reset, link_works, make_reset_link, request_reset, reset_password};
pub use review_grants::{ReviewGrant, grant_review, withdraw_review};
pub use seal::{KEY_BYTES, NONCE_BYTES, Sealer};
pub use search::{AccountState, PeopleSearch};
pub use second_factor::{
    Factor, FactorConfirmed, begin_factor, confirm_factor, count_sealed_otherwise, end_factor, find_factor,
    may_show_codes, renew_codes, reset_factor,
};
pub use second_step::{Awaited, SecondOutcome, SecondTry, Typed, find_awaited, take_second_step};
pub use sign_in::{Credentials, SignInOutcome, Try, find_credentials, sign_in, sign_out, touch};
pub use sign_up::{Secrets, SignedUp, is_just_made, sign_up, tell_already_registered};
pub use store::coordinators::{find_coordinated, list_coordinated, list_coordinators};
pub use store::made::{list_birth_years, list_made_names};
pub use store::reviews::{holds_review, list_review_grants, list_reviewers};
pub use store::search::{count_found, list_people};
pub use store::{count_people, find_person, find_person_by_identifier, find_sign_in, list_names, list_open_names};
pub use totp::TotpSecret;
pub use words::refresh_words;
