//! `erikti serve`: the server.

use super::failure::{Failure, Outcome};
use crate::app;
use crate::app::telemetry::{self, TelemetryError};
use crate::config::Config;

pub(super) const EXAMPLE: &str = "Example:\n  erikti serve\n  ERIKTI_LISTEN=127.0.0.1:9000 erikti serve";

pub(super) async fn run(config: Config) -> Outcome {
    telemetry::start(&config.log).map_err(|error| match error {
        TelemetryError::Filter(_) => Failure::usage(error),
        TelemetryError::Twice => Failure::failed(error),
    })?;
    app::serve(config).await.map_err(Failure::failed)
}
