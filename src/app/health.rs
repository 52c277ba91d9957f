//! What a supervisor asks: is the process up, and may it be sent visitors.

use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::web::App;

/// `GET /healthz`: the process is up.
pub async fn show_health() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "up": true }))
}

/// `GET /readyz`: the database answers and is at this version. The cause of a no is logged, not shown.
pub async fn show_readiness(app: web::Data<App>) -> HttpResponse {
    let reason = match app.db.pending_migrations().await {
        Ok(pending) if pending.is_empty() => return HttpResponse::Ok().json(json!({ "ready": true })),
        Ok(pending) => {
            tracing::warn!(pending = pending.len(), "not ready: migrations have not run");
            "migrations have not run"
        }
        Err(cause) => {
            tracing::warn!(%cause, "not ready: the database does not answer as it should");
            "the database does not answer as it should"
        }
    };
    HttpResponse::ServiceUnavailable().json(json!({ "ready": false, "reason": reason }))
}
