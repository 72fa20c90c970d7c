//! A browser of its own for each test, and what is asked of every page that it sees.

use std::future::Future;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use summit_ledger::domain::user::UserRole;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{BrowserLogEntry, ChromeCapabilities, LoggingPrefsLogLevel};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

use crate::support::http;
use crate::world::World;

/// A browser takes a good part of a small machine.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// How long is waited for something to show.
pub const SOON: Duration = Duration::from_secs(20);

/// How long the driver lets a page take to load.
const LOADING: Duration = Duration::from_secs(60);

/// How long the driver is given for an answer. It must be longer than each time limit of the
/// driver's own (loading, scripts, the start of a browser), so that on a busy machine it is the
/// driver that says what it has waited for, and not the line to it that breaks without a word.
/// Nothing is sent twice: a press of a button that may have gone through is not to be repeated.
const ANSWERING: Duration = Duration::from_secs(180);

/// The rules of accessibility, as the set-up installs them.
const AXE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/node_modules/axe-core/axe.min.js");

/// How a browser shows pages.
#[derive(Clone, Copy)]
pub struct Look {
    pub width: u32,
    pub is_dark: bool,
    pub has_script: bool,
}

pub const DESK: Look = Look { width: 1440, is_dark: false, has_script: true };
pub const PHONE: Look = Look { width: 390, is_dark: true, has_script: true };
pub const NO_SCRIPT: Look = Look { width: 1440, is_dark: false, has_script: false };

/// A browser before a ledger.
pub struct Browser {
    pub driver: WebDriver,
    pub url: String,
}

/// Opens a browser, does `work` with it, and closes it however that went.
pub async fn browse<F>(url: &str, look: Look, work: impl FnOnce(Browser) -> F)
where
    F: Future<Output = ()>,
{
    let _turn = AT_ONCE.acquire().await.expect("it is never closed");
    let (chromedriver, address) = start_chromedriver().await;
    let profile = tempfile::tempdir().expect("a folder");
    let driver = WebDriver::builder(address, capabilities(look, &profile));
    let driver = driver.request_timeout(ANSWERING).await.expect("a browser");
    driver.set_page_load_timeout(LOADING).await.expect("it obeys");
    let size = json!({"width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": look.width < 600});
    let scheme = if look.is_dark { "dark" } else { "light" };
    let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
    let cdp = driver.cdp();
    cdp.send_raw("Emulation.setDeviceMetricsOverride", size).await.expect("it obeys");
    cdp.send_raw("Emulation.setEmulatedMedia", media).await.expect("it obeys");
    let browser = Browser { driver: driver.clone(), url: url.to_owned() };
    let done = futures_util::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(work(browser)));
    let done = done.await;
    // The browser goes first, then who drives it.
    let _ = driver.quit().await;
    drop(chromedriver);
    if let Err(panic) = done {
        std::panic::resume_unwind(panic);
    }
}

async fn start_chromedriver() -> (Child, String) {
    let mut chromedriver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is installed: scripts/setup --tests");
    let stdout = chromedriver.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(stdout).lines();
    let port = loop {
        let line = lines.next_line().await.expect("it speaks").expect("it starts");
        if let Some(rest) = line.split("on port ").nth(1).filter(|_| line.contains("success")) {
            break rest.trim_end_matches('.').to_owned();
        }
    };
    // What it says from now on nobody reads, and it must not wait for that.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (chromedriver, format!("http://127.0.0.1:{port}"))
}

fn capabilities(look: Look, profile: &TempDir) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let folder = format!("--user-data-dir={}", profile.path().display());
    let words = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        folder.as_str(),
    ];
    for word in words {
        capabilities.add_arg(word).expect("an argument");
    }
    if !look.has_script {
        let off = json!({"profile.managed_default_content_settings.javascript": 2});
        capabilities.add_experimental_option("prefs", off).expect("an option");
    }
    capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All).expect("a preference");
    capabilities
}

impl Browser {
    pub async fn go(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.url)).await.expect("it goes there");
    }

    /// Signs in as a user by a token, through the form.
    pub async fn sign_in(&self, world: &World, name: &str, role: UserRole, party: Option<&str>) {
        let token = http::token(world.db(), name, role, party).await;
        self.go("/sign-in?to=/reports").await;
        self.one("details.other summary").await.click().await.unwrap();
        self.one("input[name=token]").await.send_keys(&token).await.unwrap();
        self.press("button.second").await;
        self.path_becomes("/reports").await;
    }

    /// The first element that answers to a selector, once there is one.
    pub async fn one(&self, css: &str) -> WebElement {
        let wanted = self.driver.query(By::Css(css)).wait(SOON, Duration::from_millis(50));
        wanted.first().await.unwrap_or_else(|error| panic!("there is no {css}: {error:?}"))
    }

    pub async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.unwrap().len()
    }

    pub async fn press(&self, css: &str) {
        let button = self.one(css).await;
        button.scroll_into_view().await.unwrap();
        button.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    pub async fn text(&self, css: &str) -> String {
        self.one(css).await.text().await.unwrap()
    }

    /// Waits until the address has this path.
    pub async fn path_becomes(&self, path: &str) {
        self.wait_for(path, |url| url.path() == path).await;
    }

    /// Waits until the address has a path that begins so.
    pub async fn path_begins(&self, path: &str) {
        self.wait_for(path, |url| url.path().starts_with(path)).await;
    }

    /// Waits until the address has this in its query.
    pub async fn address_has(&self, pairs: &str) {
        self.wait_for(pairs, |url| url.query().is_some_and(|query| query.contains(pairs))).await;
    }

    async fn wait_for(&self, what: &str, is_it: impl Fn(&url::Url) -> bool) {
        let is_there = async {
            while !is_it(&self.driver.current_url().await.unwrap()) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        if tokio::time::timeout(SOON, is_there).await.is_err() {
            let url = self.driver.current_url().await.unwrap();
            let text = self.text("body").await;
            panic!("it is at {url}, not {what}:\n{text}");
        }
    }

    /// That nothing was wrong with the page: nothing in the console, no key in the place of a
    /// text, nothing wider than the screen, nothing beside its place.
    pub async fn assert_clean(&self, what: &str) {
        let log = self.driver.handle().browser_log().await.unwrap();
        let severe: Vec<&BrowserLogEntry> =
            log.iter().filter(|entry| entry.level == "SEVERE").collect();
        assert!(severe.is_empty(), "{what}: {severe:?}");
        let text = self.text("body").await;
        let is_key = |word: &&str| {
            ["web-", "report-", "status-", "command-"].iter().any(|prefix| word.starts_with(prefix))
        };
        let keys: Vec<&str> = text.split_whitespace().filter(is_key).collect();
        assert!(keys.is_empty(), "{what}: {keys:?}");
        let widths = "return [document.documentElement.scrollWidth, window.innerWidth]";
        let widths = self.driver.execute(widths, Vec::new()).await.unwrap();
        let [page, screen]: [i64; 2] = widths.convert().unwrap();
        assert!(page <= screen, "{what}: the page is {page} wide, the screen {screen}");
        let strays = "const main = document.querySelector('main').getBoundingClientRect();
            return [...document.querySelectorAll('main *')].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.width > 1 && one.checkVisibility() && !one.closest('.scroll, .reading > aside')
                    && (box.left < main.left - 8 || box.right > main.right + 8);
            }).slice(0, 3).map((one) => one.outerHTML.slice(0, 200));";
        let strays = self.driver.execute(strays, Vec::new()).await.unwrap();
        let strays: Vec<String> = strays.convert().unwrap();
        assert!(strays.is_empty(), "{what}: it hangs out of its page: {strays:?}");
    }

    /// That axe-core finds nothing serious.
    pub async fn assert_accessible(&self, what: &str) {
        let axe =
            std::fs::read_to_string(AXE).expect("axe-core is installed: scripts/setup --tests");
        self.driver.execute(&axe, Vec::new()).await.unwrap();
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
                (found) => done(found.violations
                    .filter((one) => ['serious', 'critical'].includes(one.impact))
                    .map((one) => [one.id, one.help, one.nodes.map((node) => node.html).slice(0, 3)])),
                (error) => done([['axe failed', String(error), []]]));";
        let found = self.driver.execute_async(run, Vec::new()).await.unwrap();
        let found: Vec<Value> = found.convert().unwrap();
        assert!(found.is_empty(), "{what}: {}", serde_json::to_string_pretty(&found).unwrap());
    }
}
