//! What a browser is called in the list of sign-ins: "Chrome · Android". Nothing finer is kept: no version, no model, no
//! network address. It helps a person to tell their own phone from a stranger's, and nobody to follow them.

/// Browsers by what they say of themselves; those that also call themselves by another's name come first.
const BROWSERS: [(&str, &str); 13] = [
    ("YaBrowser/", "Yandex"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("MiuiBrowser/", "Mi Browser"),
    ("UCBrowser/", "UC Browser"),
    ("OPR/", "Opera"),
    ("Opera Mini/", "Opera Mini"),
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
];

/// Systems, in the same way: Android calls itself Linux too, and an iPhone "like Mac OS X".
const SYSTEMS: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("KAIOS/", "KaiOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The names of browser and system in what a browser sends as `User-Agent`; `None` if neither is known. Only our own
/// words come out, whatever is sent.
pub fn device_of(user_agent: &str) -> Option<String> {
    let of = |known: &[(&str, &'static str)]| {
        known.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
    };
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(name), None) | (None, Some(name)) => Some(name.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_and_nothing_finer_is_kept() {
        let android = "Mozilla/5.0 (Linux; Android 10; SM-A107F) AppleWebKit/537.36 (KHTML, like Gecko)";
        for (sent, name) in [
            (format!("{android} Chrome/141.0.0.0 Mobile Safari/537.36"), "Chrome · Android"),
            (
                format!("{android} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"),
                "Samsung Internet · Android",
            ),
            (format!("{android} Chrome/134.0.0.0 YaBrowser/25.4.0.0 Mobile Safari/537.36"), "Yandex · Android"),
            (format!("{android} Chrome/134.0.0.0 Mobile Safari/537.36 OPR/89.0"), "Opera · Android"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.1 Mobile/15E148 Safari/604.1"
                    .to_owned(),
                "Safari · iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(), "Firefox · Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 \
                 Safari/537.36 Edg/141.0.0.0"
                    .to_owned(),
                "Edge · Windows",
            ),
        ] {
            assert_eq!(device_of(&sent).as_deref(), Some(name), "{sent}");
        }
        assert_eq!(device_of("<script>alert(1)</script>"), None);
        assert_eq!(device_of(""), None);
    }
}
