//! How certificates look by the settings of the centre, on the day they are issued.

use super::data::{Look, Signatory};
use crate::kernel::Lang;
use crate::settings::Settings;

/// The look that the settings ask for; `None` if they leave it as the program brings it.
pub fn look_of(settings: &Settings, lang: Lang) -> Option<Look> {
    let signatories = settings.signatories(lang).into_iter();
    let look = Look {
        logo: settings.logo.as_ref().map(|logo| logo.digest.clone()),
        signatories: signatories.map(|one| Signatory { name: one.name, role: one.role }).collect(),
        text: settings.color("color_text").map(str::to_owned),
        line: settings.color("color_line").map(str::to_owned),
    };
    (look != Look::default()).then_some(look)
}
