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

    const CHROME: &str = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0";
    const APPLE: &str = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

    /// Holds a `User-Agent`, what is in its first brackets and what follows, against what people
    /// call it.
    fn is_called(brackets: &str, rest: &str, name: &str, system: &'static str) {
        let user_agent = format!("Mozilla/5.0 ({brackets}) {rest}");
        let expected = Browser { name: Some(name), system: Some(system) };
        assert_eq!(Browser::of(&user_agent), expected, "{user_agent}");
    }

    #[test]
    fn browsers_of_desks_are_called_as_people_know_them() {
        let (linux, windows) = ("X11; Linux x86_64", "Windows NT 10.0; Win64; x64");
        let mac = "Macintosh; Intel Mac OS X 10_15_7";
        let of = |more: &str| format!("{CHROME} Safari/537.36{more}");
        let firefox = "Gecko/20100101 Firefox/133.0";
        is_called("X11; Linux x86_64; rv:133.0", firefox, "Firefox", "Linux");
        is_called("Windows NT 10.0; Win64; x64; rv:133.0", firefox, "Firefox", "Windows");
        is_called(windows, &of(""), "Chrome", "Windows");
        is_called(linux, &of(""), "Chrome", "Linux");
        is_called("X11; CrOS x86_64 14541.0.0", &of(""), "Chrome", "ChromeOS");
        is_called(windows, &of(" Edg/131.0.2903.70"), "Edge", "Windows");
        is_called(mac, &of(" OPR/115.0.0.0"), "Opera", "macOS");
        let yandex = format!("{CHROME} YaBrowser/24.12.0.0 Safari/537.36");
        is_called(windows, &yandex, "Yandex Browser", "Windows");
        is_called(mac, &format!("{APPLE} Version/18.1 Safari/605.1.15"), "Safari", "macOS");
        let explorer = "Windows NT 10.0; WOW64; Trident/7.0; rv:11.0";
        is_called(explorer, "like Gecko", "Internet Explorer", "Windows");
    }

    #[test]
    fn browsers_of_phones_are_called_as_people_know_them() {
        let android = "Linux; Android 10; K";
        let iphone = "iPhone; CPU iPhone OS 17_6 like Mac OS X";
        let of = |more: &str| format!("{CHROME} Mobile Safari/537.36{more}");
        let apple = |is: &str| format!("{APPLE} {is} Mobile/15E148 Safari/604.1");
        let firefox = "Gecko/133.0 Firefox/133.0";
        is_called("Android 14; Mobile; rv:133.0", firefox, "Firefox", "Android");
        is_called(android, &of(""), "Chrome", "Android");
        is_called(android, &of(" EdgA/131.0.0.0"), "Edge", "Android");
        let samsung = "AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 \
            Chrome/125.0.0.0 Mobile Safari/537.36";
        is_called(android, samsung, "Samsung Internet", "Android");
        is_called(iphone, &apple("Version/17.6"), "Safari", "iPhone");
        is_called(iphone, &apple("FxiOS/133.0"), "Firefox", "iPhone");
        let ipad = "iPad; CPU OS 17_6 like Mac OS X";
        is_called(ipad, &apple("CriOS/131.0.6778.73"), "Chrome", "iPad");
        let wechat =
            format!("{APPLE} Mobile/15E148 MicroMessenger/8.0.54(0x1800362b) NetType/WIFI");
        is_called(iphone, &wechat, "WeChat", "iPhone");
        let huawei = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 \
            ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1.1.310";
        let harmony = "Phone; OpenHarmony 5.0; HarmonyOS 5.0";
        is_called(harmony, huawei, "Huawei Browser", "HarmonyOS");
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
