//! What one may choose.

use maud::{Markup, html};

use super::{Document, Reader, words};
use crate::kernel::{Lang, Localized};
use crate::stats::reports::count::{Band, Cut};
use crate::stats::reports::period::Period;
use crate::web::paging::list_address;
use crate::web::{Fields, FormErrors, Page, ui};

/// What was chosen, as it stands in the address.
pub(in crate::stats) struct Choices {
    /// The address without an ending and a query.
    pub(in crate::stats) base: String,
    pub(in crate::stats) cut: Cut,
    /// The key of the course, if one was chosen.
    pub(in crate::stats) course: String,
    /// Small groups are to be seen.
    pub(in crate::stats) is_open: bool,
    /// The trend is that of a year alone.
    pub(in crate::stats) is_year: bool,
}

/// The word in the address for the trend of a year.
pub(in crate::stats) const YEAR: &str = "12";

impl Choices {
    fn values(&self) -> [(&'static str, String); 9] {
        let cut = &self.cut;
        let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let word = |is_so: bool, word: &str| if is_so { word.to_owned() } else { String::new() };
        [
            ("period", cut.period.code()),
            ("district", id(cut.district.map(|id| id.0))),
            ("settlement", id(cut.settlement.map(|id| id.0))),
            ("organisation", id(cut.organisation.map(|id| id.0))),
            ("course", self.course.clone()),
            ("language", cut.lang.map(|lang| lang.code().to_owned()).unwrap_or_default()),
            ("age", cut.band.map(|band| band.code().to_owned()).unwrap_or_default()),
            ("trend", word(self.is_year, YEAR)),
            ("groups", word(self.is_open, "all")),
        ]
    }

    /// The address of the same report in another form.
    pub(super) fn address(&self, ending: &str) -> String {
        let values = self.values();
        let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        list_address(&format!("{}{ending}", self.base), &pairs).trim_end_matches(['?', '&']).to_owned()
    }
}

pub(super) fn form(page: &Page, document: &Document<'_>) -> Markup {
    match &document.reader {
        Reader::Centre(choices) => centre(page, document, choices),
        Reader::Coordinator(choices, _) => coordinator(page, choices),
    }
}

fn typed(choices: &Choices) -> Fields {
    Fields(choices.values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn coordinator(page: &Page, choices: &Choices) -> Markup {
    let today = page.app.today();
    let ended: Vec<Period> = Period::quarters(today).into_iter().filter(|period| period.has_ended(today)).collect();
    let quarters = words::periods(page, &ended, choices.cut.period);
    html! {
        form.inline method="get" action=(choices.base) {
            (ui::select(page, ("period", page.t("report-period"), ""), &quarters, &typed(choices), &FormErrors::default()))
            button.button type="submit" { (page.t("report-show")) }
        }
    }
}

fn centre(page: &Page, document: &Document<'_>, choices: &Choices) -> Markup {
    let (report, today, chosen, none) = (document.report, page.app.today(), typed(choices), FormErrors::default());
    let name = |id: i64, name: &Localized| (id.to_string(), name.get(page.lang).to_owned());
    let any = |key: &'static str| (String::new(), page.t(key).to_owned());
    let with = |first: (String, String), rest: Vec<(String, String)>| [vec![first], rest].concat();
    let all = [Period::quarters(today), Period::years(today), Period::months(today)].concat();
    // Whoever asked for one that was not there yet, or no longer, sees what was asked for.
    let offered = &report.offered;
    let there = report
        .districts
        .iter()
        .filter(|one| offered.districts.contains(&one.id) || choices.cut.district == Some(one.id));
    let districts = there.map(|one| name(one.id.0, &one.name)).collect();
    let here = report.settlements.iter().filter(|one| {
        let is_there = offered.settlements.contains(&one.id) || choices.cut.settlement == Some(one.id);
        Some(one.district) == choices.cut.district && is_there
    });
    let settlements: Vec<_> = here.map(|one| name(one.id.0, &one.name)).collect();
    let organisations = report.organisations.iter().map(|one| name(one.id.0, &one.name)).collect();
    let courses = document.shelf.catalogue();
    let courses = courses.map(|one| (one.course.key.to_string(), one.course.title.get(page.lang).to_owned())).collect();
    let languages = Lang::ALL.map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).to_vec();
    let ages = Band::ALL.map(|band| (band.code().to_owned(), page.t(words::band(band)).to_owned())).to_vec();
    let select = |name, label, options: &[(String, String)]| {
        ui::select(page, (name, page.t(label), ""), options, &chosen, &none)
    };
    html! {
        form.inline method="get" action=(choices.base) {
            (select("period", "report-period", &words::periods(page, &all, choices.cut.period)))
            (select("district", "report-district", &with(any("report-any-district"), districts)))
            @if !settlements.is_empty() {
                (select("settlement", "report-settlement", &with(any("report-any-settlement"), settlements)))
            }
            (select("organisation", "report-organisation", &with(any("report-any-organisation"), organisations)))
            (select("course", "report-course", &with(any("report-any-course"), courses)))
            (select("language", "report-language", &with(any("report-any-language"), languages)))
            (select("age", "report-age", &with(any("report-any-age"), ages)))
            (select("trend", "report-trend", &[any("report-trend-two-years"), (YEAR.to_owned(), page.t("report-trend-year").to_owned())]))
            (select("groups", "report-groups", &[any("report-groups-hidden"), ("all".to_owned(), page.t("report-groups-all").to_owned())]))
            button.button type="submit" { (page.t("report-show")) }
        }
    }
}
