//! Style, script and drawings of the interface: embedded, compressed once, named by their content so that a
//! browser may keep them for a year.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use sha2::{Digest, Sha256};

use super::error::Problem;
use super::splice;
use crate::kernel::secret::hex;

struct Asset {
    /// What it is called in the source.
    file: &'static str,
    name: String,
    content_type: &'static str,
    plain: &'static [u8],
    gzipped: Vec<u8>,
}

static ASSETS: LazyLock<[Asset; 13]> = LazyLock::new(|| {
    [
        asset("app.css", "text/css; charset=utf-8", include_bytes!("assets/app.css")),
        asset("app.js", "text/javascript; charset=utf-8", include_bytes!("assets/app.js")),
        asset("ornament.svg", "image/svg+xml", include_bytes!("assets/ornament.svg")),
        asset("template.css", "text/css; charset=utf-8", include_bytes!("assets/template.css")),
        asset("editor.css", "text/css; charset=utf-8", include_bytes!("assets/editor.css")),
        asset("editor.js", "text/javascript; charset=utf-8", include_bytes!("assets/editor.js")),
        asset("upload.js", "text/javascript; charset=utf-8", include_bytes!("assets/upload.js")),
        asset("outline.js", "text/javascript; charset=utf-8", include_bytes!("assets/outline.js")),
        asset("paste.js", "text/javascript; charset=utf-8", include_bytes!("assets/paste.js")),
        asset("zones.js", "text/javascript; charset=utf-8", include_bytes!("assets/zones.js")),
        asset("present.js", "text/javascript; charset=utf-8", include_bytes!("assets/present.js")),
        asset("question.js", "text/javascript; charset=utf-8", include_bytes!("assets/question.js")),
        asset("report.css", "text/css; charset=utf-8", include_bytes!("assets/report.css")),
    ]
});

fn asset(file: &'static str, content_type: &'static str, plain: &'static [u8]) -> Asset {
    let digest = hex(&Sha256::digest(plain));
    let (stem, extension) = file.split_once('.').unwrap_or((file, ""));
    let name = format!("{stem}.{}.{extension}", digest.get(..10).unwrap_or_default());
    Asset { file, name, content_type, plain, gzipped: splice::gzip_file(plain) }
}

fn address(file: &str) -> String {
    ASSETS.iter().find(|asset| asset.file == file).map(|asset| format!("/assets/{}", asset.name)).unwrap_or_default()
}

/// The address of the style sheet.
pub static CSS: LazyLock<String> = LazyLock::new(|| address("app.css"));
/// The address of the script.
pub static JS: LazyLock<String> = LazyLock::new(|| address("app.js"));
/// The icon, as an address that holds it: in the two places where a page has it, it costs less than a request of its own.
pub static ICON: LazyLock<String> = LazyLock::new(|| {
    let drawing = include_str!("assets/icon.svg").trim().replace('"', "'");
    let escaped = [("#", "%23"), ("<", "%3C"), (">", "%3E")];
    let drawing = escaped.iter().fold(drawing, |drawing, (sign, code)| drawing.replace(sign, code));
    format!("data:image/svg+xml,{drawing}")
});
/// The address of the ornament.
pub static ORNAMENT: LazyLock<String> = LazyLock::new(|| address("ornament.svg"));
/// The address of the style sheet of templates, which their pages alone load.
pub static TEMPLATE_CSS: LazyLock<String> = LazyLock::new(|| address("template.css"));
/// The address of the style sheet of reports, which their pages alone load.
pub static REPORT_CSS: LazyLock<String> = LazyLock::new(|| address("report.css"));
/// The address of the style sheet of the course editor, which its pages alone load.
pub static EDITOR_CSS: LazyLock<String> = LazyLock::new(|| address("editor.css"));
/// The address of the script of the course editor, which its pages alone load.
pub static EDITOR_JS: LazyLock<String> = LazyLock::new(|| address("editor.js"));
/// The address of the script of forms with large files, which their pages alone load.
pub static UPLOAD_JS: LazyLock<String> = LazyLock::new(|| address("upload.js"));
/// The address of the script of a draft's outline, which that page alone loads.
pub static OUTLINE_JS: LazyLock<String> = LazyLock::new(|| address("outline.js"));
/// The address of the script that makes Markdown of what is pasted, which the editor of lessons alone loads.
pub static PASTE_JS: LazyLock<String> = LazyLock::new(|| address("paste.js"));

/// The script that draws places on a picture, which the form of such a question alone loads.
pub static ZONES_JS: LazyLock<String> = LazyLock::new(|| address("zones.js"));

/// The script that saves a question while one writes it and shows it beside, which its form alone loads.
pub static QUESTION_JS: LazyLock<String> = LazyLock::new(|| address("question.js"));

/// The script that says now and then that somebody writes on, which forms of the course editor alone load.
pub static PRESENT_JS: LazyLock<String> = LazyLock::new(|| address("present.js"));

/// The worker that keeps the emergency card for offline; `texts` is what its page says, in all languages.
pub fn worker(texts: &str) -> String {
    let files = [&*CSS, &*JS, &*ORNAMENT].map(|file| format!("\"{file}\"")).join(", ");
    let source = include_str!("assets/worker.js").replace("FILES = []", &format!("FILES = [{files}]"));
    let version = hex(&Sha256::digest(format!("{source}{texts}")));
    source.replace("VERSION", version.get(..10).unwrap_or_default())
}

/// `GET /assets/{name}`.
///
/// # Errors
/// Not found, also for the name of an older version.
pub async fn show_asset(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let asset = ASSETS.iter().find(|asset| asset.name == *name).ok_or(Problem::NotFound)?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, asset.content_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"));
    Ok(if splice::takes_gzip(&request) {
        response.insert_header((header::CONTENT_ENCODING, "gzip")).body(asset.gzipped.clone())
    } else {
        response.insert_header((header::CONTENT_ENCODING, "identity")).body(asset.plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_a_file_of_its_own() {
        let editor = [&*EDITOR_JS, &*PASTE_JS, &*ZONES_JS, &*QUESTION_JS, &*PRESENT_JS];
        let scripts = [&[&*JS, &*UPLOAD_JS, &*OUTLINE_JS][..], &editor[..]].concat();
        let sheets = [&*CSS, &*TEMPLATE_CSS, &*REPORT_CSS, &*EDITOR_CSS];
        let pictures = [&*ORNAMENT];
        for (addresses, extension) in [(&scripts[..], ".js"), (&sheets[..], ".css"), (&pictures[..], ".svg")] {
            assert!(addresses.iter().all(|address| address.ends_with(extension)), "{addresses:?}");
        }
        let all = scripts.iter().chain(&sheets).chain(&pictures);
        assert_eq!(all.collect::<std::collections::BTreeSet<_>>().len(), ASSETS.len());
    }
}
