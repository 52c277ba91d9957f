//! The addresses of reports, and of hours person by person.

use actix_web::web::{ServiceConfig, get, resource};

use crate::stats::pages::{centre, coordinator};

/// Registers them.
pub(super) fn configure(site: &mut ServiceConfig) {
    site.service(resource("/{lang}/centre/reports").route(get().to(centre::show_report)))
        .service(resource("/{lang}/centre/reports.csv").route(get().to(centre::show_csv)))
        .service(resource("/{lang}/centre/reports.xlsx").route(get().to(centre::show_workbook)))
        .service(resource("/{lang}/coordinator/{organisation}/report").route(get().to(coordinator::show_report)))
        .service(resource("/{lang}/coordinator/{organisation}/report.csv").route(get().to(coordinator::show_csv)))
        .service(resource("/{lang}/coordinator/{organisation}/report.xlsx").route(get().to(coordinator::show_workbook)))
        .service(resource("/{lang}/centre/hours").route(get().to(centre::hours::show_hours)))
        .service(resource("/{lang}/centre/hours.csv").route(get().to(centre::hours::show_csv)))
        .service(resource("/{lang}/coordinator/{organisation}/hours").route(get().to(coordinator::hours::show_hours)))
        .service(resource("/{lang}/coordinator/{organisation}/hours.csv").route(get().to(coordinator::hours::show_csv)))
        .service(
            resource("/{lang}/coordinator/{organisation}/hours.xlsx")
                .route(get().to(coordinator::hours::show_workbook)),
        );
}
