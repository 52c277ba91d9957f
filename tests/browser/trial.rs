//! The browser of the harness itself: it sees what it is there to see.

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::harness::browser::{Browser, Script, WIDTH};
use crate::phone::Phone;

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Trial</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>div { height: 2000px }</style></head><body><main><h1>Trial</h1><p id="script">Scripts are off</p>
<form action="/form"><label>Name <input name="name" value="old"></label>
<label>Choice <select name="choice"><option value="a">First</option><option value="b">Second</option></select></label>
<button>Send</button></form><div></div></main>
<script nonce="n">document.getElementById('script').textContent = 'Scripts are on'</script></body></html>"#;

const WRONG: &str = r#"<html><head><title>Wrong</title></head><body><main><h1>Wrong</h1><img src="data:,">
<input name="unlabelled"></main></body></html>"#;

/// Fits a phone, but not a narrow one.
const BROAD: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Broad</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body style="margin: 0">
<main style="width: 340px"><h1>Broad</h1></main></body></html>"#;

/// Serves the trial pages on a free port, under a policy as strict as the program's.
fn serve() -> String {
    let page = |body: &'static str| {
        web::to(move || async move {
            HttpResponse::Ok()
                .content_type("text/html; charset=utf-8")
                .insert_header((
                    "content-security-policy",
                    "default-src 'none'; script-src 'nonce-n'; style-src 'unsafe-inline'",
                ))
                .body(body)
        })
    };
    let app = move || {
        App::new()
            .route("/", page(PAGE))
            .route("/form", page(PAGE))
            .route("/wrong", page(WRONG))
            .route("/broad", page(BROAD))
    };
    let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", 0)).expect("a free port");
    let address = server.addrs().first().map(|address| format!("http://{address}")).expect("an address");
    actix_web::rt::spawn(server.run());
    address
}

#[actix_web::test]
async fn a_page_is_seen_at_the_size_of_a_phone_and_judged() {
    let Some(browser) = Browser::start(Script::On).await else { return };
    let address = serve();
    browser.open(&address).await;
    assert!(browser.text().await.contains("Scripts are on"));
    browser.assert_accessible().await;
    let picture = std::fs::read(browser.screenshot("trial").await).expect("the picture is kept");
    let sizes = picture.get(16..24).expect("the sizes in a PNG's header").chunks(4);
    let sizes: Vec<u32> = sizes.map(|size| u32::from_be_bytes(size.try_into().expect("four bytes"))).collect();
    assert!(matches!(sizes.as_slice(), [width, height] if *width == WIDTH * 2 && *height > 4000), "{sizes:?}");

    browser.fill("input[name=name]", "Әсем").await;
    browser.choose("select", "b").await;
    browser.follow("button").await;
    assert_eq!(browser.place().await, "/form?name=%D3%98%D1%81%D0%B5%D0%BC&choice=b");

    browser.open(&format!("{address}/wrong")).await;
    assert_eq!(browser.count("img").await, 1);
    let found = browser.violations().await.join("\n");
    for rule in ["image-alt", "label", "html-has-lang"] {
        assert!(found.contains(rule), "{rule} is not among\n{found}");
    }
}

#[actix_web::test]
async fn a_page_works_without_script() {
    let Some(browser) = Browser::start(Script::Off).await else { return };
    browser.open(&serve()).await;
    assert!(browser.text().await.contains("Scripts are off"));
    browser.fill("input[name=name]", "x").await;
    browser.choose("select", "b").await;
    browser.follow("button").await;
    assert_eq!(browser.place().await, "/form?name=x&choice=b");
    browser.screenshot("trial-without-script").await;
}

#[actix_web::test]
async fn a_page_that_is_too_broad_is_noticed_with_and_without_script() {
    for script in [Script::On, Script::Off] {
        let Some(phone) = Phone::start(&serve(), "en", script).await else { return };
        phone.open_path("/").await;
        assert!(phone.width_at(320).await <= 320.0, "{script:?}");
        phone.open_path("/broad").await;
        assert!(phone.width_at(320).await >= 340.0, "{script:?}");
        assert!(phone.width_at(360).await <= 360.0, "{script:?}");
    }
}
