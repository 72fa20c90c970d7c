//! What is on a page stays where it is, however slowly the rest comes.

use serde_json::json;
use summit_ledger::domain::user::UserRole;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Duration, sleep};

use crate::browser::{Browser, DESK, Look, PHONE, browse};
use crate::every_page::{PAGES, world};

/// The most that a page may shift in all (Cumulative Layout Shift); 0.1 is called good.
const MOST: f64 = 0.01;

/// How much of a page comes at once, and how long the next piece is waited for.
const PIECE: usize = 1_500;
const PAUSE: Duration = Duration::from_millis(90);

/// What comes later than this comes at once: most of what one sees is there by then.
const SLOW: usize = 24_000;

/// Lists with many columns and with another day, whose widths their rows would decide.
const WIDE: &[&str] = &[
    "/obligations?as_of=2026-01-15&compare_to=2025-08-01",
    "/obligations?columns=party,role,status,due,section,declared,assessed,changed",
    "/commitments?columns=parties,status,due,section,strength,kind,topics,conflicts",
];

/// A line to the service over which pages come in pieces.
async fn slow_line(service: &str) -> String {
    let service = service.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((browser, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&service).await else { return };
            tokio::spawn(carry(browser, server));
        }
    });
    format!("http://{address}")
}

async fn carry(browser: TcpStream, server: TcpStream) {
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from_browser.read(&mut buffer).await {
            // A packed page comes whole.
            let asked = String::from_utf8_lossy(&buffer[..read]);
            let plain = asked.replace("Accept-Encoding:", "X-Accept-Encoding:");
            if to_server.write_all(plain.as_bytes()).await.is_err() {
                return;
            }
        }
    });
    let mut buffer = vec![0; PIECE];
    let (mut is_page, mut came) = (false, 0);
    while let Ok(read @ 1..) = from_server.read(&mut buffer).await {
        let piece = &buffer[..read];
        if piece.starts_with(b"HTTP/1.1") {
            (is_page, came) = (String::from_utf8_lossy(piece).contains("text/html"), 0);
        }
        if to_browser.write_all(piece).await.is_err() {
            return;
        }
        came += read;
        if is_page && came < SLOW {
            sleep(PAUSE).await;
        }
    }
}

/// How far the page has shifted, and what moved most.
async fn shifted(browser: &Browser) -> (f64, Vec<String>) {
    let read = "const done = arguments[arguments.length - 1];
        let sum = 0;
        const moved = [];
        new PerformanceObserver((list) => {
            for (const one of list.getEntries()) {
                if (one.hadRecentInput) continue;
                sum += one.value;
                const node = one.sources[0]?.node;
                moved.push(`${one.value.toFixed(4)} ${(node?.outerHTML ?? node?.textContent ?? '').slice(0, 120)}`);
            }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => done([sum, moved]), 150);";
    let found = browser.driver.execute_async(read, Vec::new()).await.unwrap();
    found.convert().unwrap()
}

async fn nothing_moves(look: Look) {
    let world = world().await;
    let line = slow_line(&world.service.url).await;
    browse(&line, look, async |browser: Browser| {
        browser.sign_in(&world, "root", UserRole::Admin, None).await;
        let cdp = browser.driver.cdp();
        let slow = json!({"rate": 2});
        cdp.send_raw("Emulation.setCPUThrottlingRate", slow).await.expect("it obeys");
        let mut bad = Vec::new();
        for page in PAGES.iter().chain(WIDE) {
            let sign = if page.contains('?') { '&' } else { '?' };
            browser.go(&format!("{page}{sign}lang=ru")).await;
            let (sum, moved) = shifted(&browser).await;
            if sum > MOST {
                bad.push((*page, sum, moved));
            }
        }
        assert!(bad.is_empty(), "{bad:#?}");
    })
    .await;
}

#[actix_web::test]
async fn nothing_moves_at_a_desk() {
    nothing_moves(DESK).await;
}

#[actix_web::test]
async fn nothing_moves_on_a_phone() {
    nothing_moves(PHONE).await;
}
