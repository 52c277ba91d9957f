//! The bare handler: the same bytes for whatever is asked, and nothing else that a web application does.

use std::io::Read;
use std::path::Path;

use actix_web::http::header;
use actix_web::web::{Bytes, Data, to};
use actix_web::{App, HttpResponse, HttpServer};

/// Asks this program to be the bare server; the file with the body follows.
pub(crate) const ARGUMENT: &str = "bare";

/// Serves the body until standard input ends: when whoever started it is gone.
pub(crate) fn serve(body: &Path) {
    let body = Data::new(Bytes::from(std::fs::read(body).expect("the body")));
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || App::new().app_data(body.clone()).default_service(to(answer)))
            .bind("127.0.0.1:0")
            .expect("a free port");
        let address = server.addrs().first().copied().expect("an address");
        println!("Bare handler at http://{address}/");
        server.disable_signals().run().await.expect("served");
    });
}

async fn answer(body: Data<Bytes>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_ENCODING, "gzip"))
        .body(body.get_ref().clone())
}
