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
    name: String,
    content_type: &'static str,
    plain: &'static [u8],
    gzipped: Vec<u8>,
}

static ASSETS: LazyLock<[Asset; 12]> = LazyLock::new(|| {
    [
        asset("app", "css", "text/css; charset=utf-8", include_bytes!("assets/app.css")),
        asset("app", "js", "text/javascript; charset=utf-8", include_bytes!("assets/app.js")),
        asset("icon", "svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
        asset("ornament", "svg", "image/svg+xml", include_bytes!("assets/ornament.svg")),
        asset("template", "css", "text/css; charset=utf-8", include_bytes!("assets/template.css")),
        asset("editor", "css", "text/css; charset=utf-8", include_bytes!("assets/editor.css")),
        asset("editor", "js", "text/javascript; charset=utf-8", include_bytes!("assets/editor.js")),
        asset("upload", "js", "text/javascript; charset=utf-8", include_bytes!("assets/upload.js")),
        asset("outline", "js", "text/javascript; charset=utf-8", include_bytes!("assets/outline.js")),
        asset("paste", "js", "text/javascript; charset=utf-8", include_bytes!("assets/paste.js")),
        asset("zones", "js", "text/javascript; charset=utf-8", include_bytes!("assets/zones.js")),
        asset("report", "css", "text/css; charset=utf-8", include_bytes!("assets/report.css")),
    ]
});

fn asset(stem: &str, extension: &str, content_type: &'static str, plain: &'static [u8]) -> Asset {
    let digest = hex(&Sha256::digest(plain));
    let name = format!("{stem}.{}.{extension}", digest.get(..10).unwrap_or_default());
    Asset { name, content_type, plain, gzipped: splice::gzip_file(plain) }
}

fn address(index: usize) -> String {
    ASSETS.get(index).map(|asset| format!("/assets/{}", asset.name)).unwrap_or_default()
}

/// The address of the style sheet.
pub static CSS: LazyLock<String> = LazyLock::new(|| address(0));
/// The address of the script.
pub static JS: LazyLock<String> = LazyLock::new(|| address(1));
/// The address of the icon.
pub static ICON: LazyLock<String> = LazyLock::new(|| address(2));
/// The address of the ornament.
pub static ORNAMENT: LazyLock<String> = LazyLock::new(|| address(3));
/// The address of the style sheet of templates, which their pages alone load.
pub static TEMPLATE_CSS: LazyLock<String> = LazyLock::new(|| address(4));
/// The address of the style sheet of reports, which their pages alone load.
pub static REPORT_CSS: LazyLock<String> = LazyLock::new(|| address(10));
/// The address of the style sheet of the course editor, which its pages alone load.
pub static EDITOR_CSS: LazyLock<String> = LazyLock::new(|| address(5));
/// The address of the script of the course editor, which its pages alone load.
pub static EDITOR_JS: LazyLock<String> = LazyLock::new(|| address(6));
/// The address of the script of forms with large files, which their pages alone load.
pub static UPLOAD_JS: LazyLock<String> = LazyLock::new(|| address(7));
/// The address of the script of a draft's outline, which that page alone loads.
pub static OUTLINE_JS: LazyLock<String> = LazyLock::new(|| address(8));
/// The address of the script that makes Markdown of what is pasted, which the editor of lessons alone loads.
pub static PASTE_JS: LazyLock<String> = LazyLock::new(|| address(9));

/// The script that draws places on a picture, which the form of such a question alone loads.
pub static ZONES_JS: LazyLock<String> = LazyLock::new(|| address(10));

/// The worker that keeps the emergency card for offline; `texts` is what its page says, in all languages.
pub fn worker(texts: &str) -> String {
    let files = [&*CSS, &*JS, &*ICON, &*ORNAMENT].map(|file| format!("\"{file}\"")).join(", ");
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
