//! What people call a browser that calls itself by a `User-Agent`.
//!
//! A list of our own, and a short one: it only has to tell one's own sessions from one another. The
//! crates there are bring hundreds of patterns with them, or none and want a file of them, or have
//! known no new browser for years. What is not known is shown as it calls itself, never guessed.

/// Words by which browsers are known, and what they are. Most also claim to be those further below,
/// so the first one counts.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MiuiBrowser/", "Mi Browser"),
    ("MicroMessenger/", "WeChat"),
    ("QQBrowser/", "QQ Browser"),
    ("UCBrowser/", "UC Browser"),
    ("SeaMonkey/", "SeaMonkey"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Trident/", "Internet Explorer"),
];

/// The same of systems. An iPad's Safari says that it is a Mac, and is taken at its word.
const SYSTEMS: &[(&str, &str)] = &[
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
];

/// A browser as people know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Browser<'a> {
    /// None for what does not say.
    pub name: Option<&'a str>,
    pub system: Option<&'static str>,
}

impl<'a> Browser<'a> {
    #[must_use]
    pub fn of(user_agent: &'a str) -> Self {
        let known = |words: &[(&str, &'static str)]| {
            words.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
        };
        // Other browsers claim to be Safari, and only Safari says which version of it.
        let is_safari = user_agent.contains("Version/") && user_agent.contains(" Safari/");
        let name = known(BROWSERS).or_else(|| is_safari.then_some("Safari"));
        Self { name: name.or_else(|| program(user_agent)), system: known(SYSTEMS) }
    }
}

/// What a program calls itself that is no browser: its first word, without the version. What
/// begins like a browser's, as all of them do, says nothing by that.
fn program(user_agent: &str) -> Option<&str> {
    let name = user_agent.split(['/', ' ', ';', '(']).next().unwrap_or_default();
    (!name.is_empty() && name != "Mozilla").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_as_people_know_them() {
        const CHROME: &str = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0";
        const APPLE: &str = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let android = "Mozilla/5.0 (Linux; Android 10; K)";
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X)";
        let ipad = "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X)";
        let linux = "Mozilla/5.0 (X11; Linux x86_64";
        let cases = [
            (format!("{linux}; rv:133.0) Gecko/20100101 Firefox/133.0"), "Firefox", "Linux"),
            (
                "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0".to_owned(),
                "Firefox",
                "Android",
            ),
            (format!("{iphone} {APPLE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15"), "Firefox", "iPhone"),
            (format!("{windows} {CHROME} Safari/537.36"), "Chrome", "Windows"),
            (format!("{linux}) {CHROME} Safari/537.36"), "Chrome", "Linux"),
            (format!("{android} {CHROME} Mobile Safari/537.36"), "Chrome", "Android"),
            (
                format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36"),
                "Chrome",
                "ChromeOS",
            ),
            (format!("{ipad} {APPLE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1"), "Chrome", "iPad"),
            (format!("{linux}) {CHROME} Safari/537.36").replace(" Chrome", " HeadlessChrome"), "Chrome", "Linux"),
            (format!("{windows} {CHROME} Safari/537.36 Edg/131.0.2903.70"), "Edge", "Windows"),
            (format!("{android} {CHROME} Mobile Safari/537.36 EdgA/131.0.0.0"), "Edge", "Android"),
            (format!("{mac} {CHROME} Safari/537.36 OPR/115.0.0.0"), "Opera", "macOS"),
            (
                format!("{windows} {CHROME} YaBrowser/24.12.0.0 Safari/537.36"),
                "Yandex Browser",
                "Windows",
            ),
            (
                format!("{android} AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36"),
                "Samsung Internet",
                "Android",
            ),
            (format!("{mac} {APPLE} Version/18.1 Safari/605.1.15"), "Safari", "macOS"),
            (format!("{iphone} {APPLE} Version/17.6 Mobile/15E148 Safari/604.1"), "Safari", "iPhone"),
            (
                format!("{iphone} {APPLE} Mobile/15E148 MicroMessenger/8.0.54(0x1800362b) NetType/WIFI Language/zh_CN"),
                "WeChat",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Phone; OpenHarmony 5.0; HarmonyOS 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1.1.310".to_owned(),
                "Huawei Browser",
                "HarmonyOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko".to_owned(),
                "Internet Explorer",
                "Windows",
            ),
        ];
        for (user_agent, name, system) in cases {
            let expected = Browser { name: Some(name), system: Some(system) };
            assert_eq!(Browser::of(&user_agent), expected, "{user_agent}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let cases = [
            ("curl/8.5.0", Some("curl"), None),
            ("python-requests/2.32.3", Some("python-requests"), None),
            ("Wget/1.24.5 (linux-gnu)", Some("Wget"), None),
            ("Lynx/2.9.0dev.12 libwww-FM/2.14", Some("Lynx"), None),
            ("Mozilla/5.0 (X11; Linux x86_64) Novel/1.0", None, Some("Linux")),
            ("Mozilla/5.0", None, None),
            ("", None, None),
        ];
        for (user_agent, name, system) in cases {
            assert_eq!(Browser::of(user_agent), Browser { name, system }, "{user_agent}");
        }
    }
}
