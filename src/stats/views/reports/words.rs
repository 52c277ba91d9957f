//! What the things of a report are called.

use super::Document;
use crate::i18n::month;
use crate::kernel::Lang;
use crate::kernel::ids::{CourseId, DistrictId, OrganisationId, SettlementId};
use crate::stats::reports::count::{Band, Measure};
use crate::stats::reports::period::{Month, Period};
use crate::web::Page;

pub(super) const fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Enrolled => "report-enrolled",
        Measure::Active => "report-active",
        Measure::Completed => "report-completed",
        Measure::Theory => "report-theory",
        Measure::Practical => "report-practical",
        Measure::Expired => "report-expired",
        Measure::Renewed => "report-renewed",
    }
}

pub(super) const fn definition(measure: Measure) -> &'static str {
    match measure {
        Measure::Enrolled => "report-enrolled-what",
        Measure::Active => "report-active-what",
        Measure::Completed => "report-completed-what",
        Measure::Theory => "report-theory-what",
        Measure::Practical => "report-practical-what",
        Measure::Expired => "report-expired-what",
        Measure::Renewed => "report-renewed-what",
    }
}

pub(super) const fn band(band: Band) -> &'static str {
    match band {
        Band::Child => "report-band-child",
        Band::Minor => "report-band-minor",
        Band::Young => "report-band-young",
        Band::Grown => "report-band-grown",
        Band::Middle => "report-band-middle",
        Band::Silver => "report-band-silver",
        Band::Unknown => "report-unknown",
    }
}

/// «2026 жылғы қазан».
pub(super) fn month_name(page: &Page, of: Month) -> String {
    month(page.lang, &of.written())
}

pub(in crate::stats) fn period(page: &Page, period: Period) -> String {
    match period {
        Period::Month(of) => month_name(page, of),
        Period::Year(year) => page.tf("report-year", &[("year", year.to_string().into())]),
        Period::Quarter(first) => {
            let quarter = ["I", "II", "III", "IV"].get(usize::try_from(first.of_year() / 3).unwrap_or_default());
            let quarter = quarter.copied().unwrap_or_default();
            page.tf("report-quarter", &[("quarter", quarter.into()), ("year", first.year().to_string().into())])
        }
    }
}

/// The periods that one may choose, and the one that was, if it lies further back: an address may name it.
pub(in crate::stats) fn periods(page: &Page, offered: &[Period], chosen: Period) -> Vec<(String, String)> {
    let former = Some(&chosen).filter(|chosen| !offered.contains(chosen));
    offered.iter().chain(former).map(|one| (one.code(), period(page, *one))).collect()
}

pub(super) fn district(page: &Page, document: &Document<'_>, id: Option<DistrictId>) -> String {
    let found = document.report.districts.iter().find(|district| Some(district.id) == id);
    found.map_or_else(|| page.t("report-unknown").to_owned(), |district| district.name(page.lang).to_owned())
}

pub(super) fn settlement(page: &Page, document: &Document<'_>, id: SettlementId) -> String {
    let found = document.report.settlements.iter().find(|settlement| settlement.id == id);
    found.map(|settlement| settlement.name.get(page.lang).to_owned()).unwrap_or_default()
}

pub(super) fn organisation(page: &Page, document: &Document<'_>, id: Option<OrganisationId>) -> String {
    let found = document.report.organisations.iter().find(|organisation| Some(organisation.id) == id);
    found.map_or_else(
        || page.t("report-no-organisation").to_owned(),
        |organisation| organisation.name.get(page.lang).to_owned(),
    )
}

pub(super) fn course(document: &Document<'_>, id: CourseId, lang: Lang) -> String {
    let found = document.shelf.course_by_id(id);
    found.map(|published| published.course.title.get(lang).to_owned()).unwrap_or_default()
}

/// What the report was narrowed to.
pub(super) fn chosen(page: &Page, document: &Document<'_>) -> Vec<(&'static str, String)> {
    let cut = &document.report.shown.cut;
    let district_name = cut.district.map(|id| (page.t("report-district"), district(page, document, Some(id))));
    let settlement_name = cut.settlement.map(|id| (page.t("report-settlement"), settlement(page, document, id)));
    let is_own = matches!(document.reader, super::Reader::Coordinator(..));
    let organisation_name = cut.organisation.filter(|_| !is_own);
    let organisation_name =
        organisation_name.map(|id| (page.t("report-organisation"), organisation(page, document, Some(id))));
    let course_name = cut.course.map(|id| (page.t("report-course"), course(document, id, page.lang)));
    let language = cut.lang.map(|lang| (page.t("report-language"), lang.native_name().to_owned()));
    let age = cut.band.map(|of| (page.t("report-age"), page.t(band(of)).to_owned()));
    [district_name, settlement_name, organisation_name, course_name, language, age].into_iter().flatten().collect()
}
