//! Plain HTTP goes to this machine and to the trusted proxies, and to nobody else: a password that somebody sends from
//! elsewhere would be read on the way. A server may listen for its proxy on an address that others reach too.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, web};
use ipnet::IpNet;

use super::address::peer_ip;
use crate::config::Config;

/// What supervisors ask from wherever they are; it tells nothing.
const FOR_ALL: &str = "/healthz";

/// Who is answered besides this machine.
#[derive(Debug, Clone)]
pub struct Answered(Option<Vec<IpNet>>);

impl Answered {
    /// By the settings: everybody over HTTPS, and where nobody else can reach the address anyway.
    pub fn by(config: &Config) -> Self {
        let is_open = config.tls.is_some() || config.listen.ip().is_loopback();
        Self((!is_open).then(|| config.trusted_proxies.clone()))
    }
}

/// The refusal (403) of a stranger over plain HTTP. They are told their address, so that whoever sets up a proxy knows
/// which one to name.
pub(super) fn refuse(request: &ServiceRequest) -> Option<HttpResponse> {
    let proxies = request.app_data::<web::Data<Answered>>()?.0.as_ref()?;
    let peer = peer_ip(request.request());
    let is_known = peer.is_loopback() || proxies.iter().any(|network| network.contains(&peer));
    if is_known || request.path() == FOR_ALL {
        return None;
    }
    tracing::warn!("refused: plain HTTP from an address that is not in ERIKTI_TRUSTED_PROXIES");
    let words = format!("Use https://. Plain HTTP is for trusted proxies, and {peer} is none.\n");
    Some(HttpResponse::Forbidden().content_type(ContentType::plaintext()).body(words))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, web::to};

    use super::*;
    use crate::config::Source;
    use crate::web::around;

    fn answered(settings: &[(&str, &str)]) -> Answered {
        let environment: BTreeMap<_, _> =
            settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let source = Source { file: None, folder: PathBuf::from("/nowhere"), environment };
        Answered::by(&Config::read(&source).expect("settings"))
    }

    async fn status(answered: &Answered, peer: &str, path: &str) -> u16 {
        let app = App::new().app_data(web::Data::new(answered.clone())).wrap(from_fn(around::answer));
        let app = init_service(app.default_service(to(HttpResponse::Ok))).await;
        let request = TestRequest::with_uri(path).peer_addr(format!("{peer}:40000").parse().expect("an address"));
        call_service(&app, request.to_request()).await.status().as_u16()
    }

    #[actix_web::test]
    async fn plain_http_is_for_this_machine_and_trusted_proxies() {
        let open = [("ERIKTI_LISTEN", "0.0.0.0:8080"), ("ERIKTI_TRUSTED_PROXIES", "10.1.0.0/16, fd00::7")];
        let proxied = answered(&open);
        for (peer, expected) in [
            ("127.0.0.1", 200),
            ("[::1]", 200),
            ("10.1.2.3", 200),
            ("[::ffff:10.1.2.3]", 200),
            ("[fd00::7]", 200),
            ("10.2.0.1", 403),
            ("[::ffff:8.8.8.8]", 403),
            ("[fd00::8]", 403),
        ] {
            assert_eq!(status(&proxied, peer, "/kk").await, expected, "{peer}");
            assert_eq!(status(&proxied, peer, "/healthz").await, 200, "{peer}");
        }
        let https = [open[0], ("ERIKTI_TLS_CERT", "cert.pem"), ("ERIKTI_TLS_KEY", "key.pem")];
        for answered in [answered(&https), answered(&[])] {
            assert_eq!(status(&answered, "8.8.8.8", "/kk").await, 200);
        }
    }
}
