//! The pages of accounts, by audience.

mod care;
pub mod cared;
pub mod centre;
pub mod consent_form;
pub mod own_password;
pub mod public;
pub mod recovery;
pub mod second_step;
mod second_views;
pub mod staff;
pub mod volunteer;
pub mod welcome;

#[cfg(debug_assertions)]
pub(super) use care::{consent_badge, parental_badge};
#[cfg(debug_assertions)]
pub(super) use staff::views::slips;
