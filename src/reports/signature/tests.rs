//! Signatures: a report as it was kept holds, and one that was altered does not.

use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::json;

use super::*;

/// A key, and a kept report that it signed.
fn kept() -> (SigningKey, Value) {
    let key = SigningKey::new([7; 32]).unwrap();
    let report = json!({
        "as_of": "2026-01-15", "seq": 12, "items": [{"title": {"zh": "中亚", "ru": "Астана"}}],
        "scores": {"mean": 0.5, "scored": 3}, "compared": null, "ok": true,
    });
    let mut file = json!({
        "format": FORMAT, "id": "0190", "made_by": "aida", "seq": 12,
        "request": {"lang": "en", "party": ["KG"]},
        "report_sha256": report_sha256(&report).unwrap(),
        "public_key": STANDARD.encode(key.public_key()),
    });
    let signature = sign(&key, &file).unwrap();
    file["signature"] = STANDARD.encode(signature).into();
    file["report"] = report;
    (key, file)
}

fn public(key: &SigningKey) -> [u8; 32] {
    key.public_key().try_into().unwrap()
}

#[test]
fn what_was_signed_is_told_by_another_implementation_too() {
    let (key, file) = kept();
    // The text is built by hand here: sorted names, no spaces.
    let hash = file["report_sha256"].as_str().unwrap();
    let public_key = file["public_key"].as_str().unwrap();
    let text = format!(
        "{{\"format\":\"summit-ledger-report-1\",\"id\":\"0190\",\"made_by\":\"aida\",\
         \"public_key\":\"{public_key}\",\"report_sha256\":\"{hash}\",\
         \"request\":{{\"lang\":\"en\",\"party\":[\"KG\"]}},\"seq\":12}}"
    );
    let report = "{\"as_of\":\"2026-01-15\",\"compared\":null,\"items\":[{\"title\":\
        {\"ru\":\"Астана\",\"zh\":\"中亚\"}}],\"ok\":true,\"scores\":{\"mean\":0.5,\"scored\":3},\
        \"seq\":12}";
    assert_eq!(hash, hex(&Sha256::digest(report)));
    let signature = STANDARD.decode(file["signature"].as_str().unwrap()).unwrap();
    let signature = Signature::from_slice(&signature).unwrap();
    let other = VerifyingKey::from_bytes(&public(&key)).unwrap();
    other.verify_strict(text.as_bytes(), &signature).unwrap();
}

#[test]
fn a_signed_report_is_right_in_whatever_layout() {
    let (key, file) = kept();
    let compact = serde_json::to_vec(&file).unwrap();
    let pretty = serde_json::to_vec_pretty(&file).unwrap();
    for text in [compact, pretty] {
        let heading = verify(&text, &public(&key)).unwrap();
        assert_eq!(heading["made_by"], "aida");
        assert!(!heading.contains_key("report"));
    }
}

#[test]
fn every_altered_byte_is_caught() {
    let (key, file) = kept();
    let text = serde_json::to_vec(&file).unwrap();
    let (mut caught, mut same) = (0, 0);
    for place in 0..text.len() {
        for flip in [0x01, 0x20, 0x80] {
            let mut altered = text.clone();
            altered[place] ^= flip;
            if serde_json::from_slice::<Value>(&altered).is_ok_and(|value| value == file) {
                // Such as another writing of the same number: it still says what was said.
                same += 1;
                continue;
            }
            assert!(
                verify(&altered, &public(&key)).is_err(),
                "byte {place}: {}",
                String::from_utf8_lossy(&altered)
            );
            caught += 1;
        }
    }
    assert!(caught > 1000 && same < 5, "{caught} caught, {same} the same");
}

#[test]
fn it_is_told_which_part_is_wrong() {
    let (key, file) = kept();
    let wrong = |file: &Value| verify(&serde_json::to_vec(file).unwrap(), &public(&key));
    let mut altered = file.clone();
    altered["report"]["scores"]["scored"] = json!(4);
    assert_eq!(wrong(&altered), Err(vec![Wrong::Report]));

    let mut altered = file.clone();
    altered["seq"] = json!(13);
    assert!(matches!(wrong(&altered).unwrap_err().as_slice(), [Wrong::Heading(_)]));
    let mut altered = file.clone();
    altered["added"] = json!(1);
    assert!(matches!(wrong(&altered).unwrap_err().as_slice(), [Wrong::Heading(_)]));

    // Who swaps the report and its hash has no key to sign that with.
    let mut altered = file.clone();
    altered["report"]["ok"] = json!(false);
    altered["report_sha256"] = report_sha256(&altered["report"]).unwrap().into();
    assert!(matches!(wrong(&altered).unwrap_err().as_slice(), [Wrong::Heading(_)]));

    // Nor is a report of another node's key that node's.
    let other = SigningKey::new([8; 32]).unwrap();
    let text = serde_json::to_vec(&file).unwrap();
    let found = verify(&text, &public(&other)).unwrap_err();
    assert!(matches!(found.as_slice(), [Wrong::Key(_), Wrong::Heading(_)]), "{found:?}");
}

#[test]
fn a_file_that_can_be_read_in_two_ways_is_refused() {
    let (key, file) = kept();
    let text = serde_json::to_string(&file).unwrap();
    let doubled = text.replacen('{', "{\"report\":{\"seq\":99},", 1);
    assert_eq!(serde_json::from_str::<Value>(&doubled).unwrap(), file, "the last one counts");
    let found = verify(doubled.as_bytes(), &public(&key)).unwrap_err();
    assert!(matches!(&found[..], [Wrong::Unreadable(what)] if what.contains("twice")), "{found:?}");
    for nothing in ["", "[]", "{}", "{\"report\":1}", "{\"report\":1,\"signature\":\"!\"}"] {
        let found = verify(nothing.as_bytes(), &public(&key)).unwrap_err();
        assert!(matches!(found.as_slice(), [Wrong::Unreadable(_)]), "{nothing}");
    }
}

#[test]
fn a_public_key_is_read_or_refused() {
    let (key, _) = kept();
    let text = STANDARD.encode(key.public_key());
    assert_eq!(parse_public_key(&format!("{text}\n")), Ok(public(&key)));
    for bad in ["", "AAAA", "not base64", &text[..40]] {
        assert!(parse_public_key(bad).unwrap_err().contains("base64"), "{bad}");
    }
}
