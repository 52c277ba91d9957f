//! Reading one cookie of a request. Ours hold letters, digits and dashes, so that nothing in them is quoted.

use actix_web::HttpRequest;
use actix_web::http::header;

/// The value of the first cookie with this name, as it was sent.
pub fn find<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let lines = request.headers().get_all(header::COOKIE);
    let mut pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    let value = pairs.find_map(|pair| pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"="))?;
    std::str::from_utf8(value).ok()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let request = TestRequest::default()
            .append_header((header::COOKIE, "my-erikti=a; erikti=b=; flash"))
            .append_header((header::COOKIE, " lang=kk "))
            .to_http_request();
        let found = |name| find(&request, name);
        assert_eq!((found("erikti"), found("lang")), (Some("b="), Some("kk")));
        assert_eq!((found("flash"), found("rikti")), (None, None));
    }
}
