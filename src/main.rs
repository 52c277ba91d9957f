//! Erikti, started.

use erikti::config::{Config, Source};

#[actix_web::main]
async fn main() {
    let config = Config::read(&Source::of_process(None)).unwrap_or_else(|e| { eprintln!("{e}"); std::process::exit(2) });
    erikti::app::telemetry::start(&config.log).ok();
    if let Err(error) = erikti::app::serve(config).await { eprintln!("{error}"); std::process::exit(1) }
}
