//! QR codes in pages.

use maud::{Markup, html};
use qrcode::{EcLevel, QrCode};

/// The code as one path, drawn sharp at any size.
pub fn svg(content: &str, alt: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(content, EcLevel::M) else { return html! {} };
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            use std::fmt::Write;
            let _ = write!(path, "M{} {}h1v1h-1z", index % width + 4, index / width + 4);
        }
    }
    let side = width + 8;
    html! {
        svg viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(alt) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
