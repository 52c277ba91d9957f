//! Whose request: the network address behind trusted proxies, and the language a browser prefers.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header;

use super::cookies;
use super::state::App;
use crate::kernel::Lang;

/// The address of the visitor. What a proxy says is believed only from a trusted network; then the last entry
/// that is not itself a trusted proxy is the visitor.
pub fn client_ip(request: &HttpRequest, app: &App) -> IpAddr {
    let peer = peer_ip(request);
    let trusted = |ip: &IpAddr| app.config.trusted_proxies.iter().any(|network| network.contains(ip));
    if !trusted(&peer) {
        return peer;
    }
    forwarded_for(request).into_iter().rev().find(|ip| !trusted(ip)).unwrap_or(peer)
}

/// Who is connected: the visitor, or the proxy before this server. On a socket for both, addresses of IPv4 come as IPv6.
pub fn peer_ip(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |address| address.ip().to_canonical())
}

fn forwarded_for(request: &HttpRequest) -> Vec<IpAddr> {
    let lines = |name: &'static str| request.headers().get_all(name).filter_map(|value| value.to_str().ok());
    // What nearly every proxy sets, and sets itself. Only a proxy that sets no such header is asked for `Forwarded`,
    // because most pass on unchanged whatever the visitor wrote there.
    if lines("x-forwarded-for").next().is_some() {
        return lines("x-forwarded-for").flat_map(|line| line.split(',')).filter_map(parse_node).collect();
    }
    lines("forwarded")
        .flat_map(|line| line.split([',', ';']))
        .filter_map(|part| part.trim().split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("for")))
        .filter_map(|(_, value)| parse_node(value.trim().trim_matches('"')))
        .collect()
}

/// An address, perhaps in brackets, perhaps with a port (RFC 7239, section 6).
fn parse_node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
        .or_else(|| text.strip_prefix('[')?.split(']').next()?.parse().ok())
}

/// The cookie that remembers a chosen language.
pub const LANGUAGE_COOKIE: &str = "language";

/// The language for a visitor whose address names none: the cookie, then the browser's list, then the setting.
pub fn preferred_language(request: &HttpRequest, app: &App) -> Lang {
    let cookie = cookies::find(request, LANGUAGE_COOKIE).and_then(Lang::from_code);
    cookie.or_else(|| accepted(request)).unwrap_or(app.config.language)
}

/// The first of our languages in `Accept-Language`, by weight.
fn accepted(request: &HttpRequest) -> Option<Lang> {
    let list = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wanted: Vec<(f32, Lang)> = list
        .split(',')
        .filter_map(|part| {
            let mut pieces = part.trim().split(';');
            let code = pieces.next()?.split('-').next()?.to_lowercase();
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            Lang::from_code(&code).filter(|_| weight > 0.0).map(|lang| (weight, lang))
        })
        .collect();
    wanted.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    wanted.first().map(|(_, lang)| *lang)
}
