//! Every format reads its samples: what is found, what is skipped and why.

use expect_test::expect_file;
use listens::formats::{ALL, Position, by_name};

use super::harness::{Sample, open, read, samples, show};

fn rows(sample: &Sample, from: Position) -> Vec<(String, Position)> {
    let format = by_name(&sample.format).unwrap();
    let mut reader = read((&sample.name, &sample.bytes), format, from).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = reader.next() {
        rows.push((show(&row), reader.position()));
    }
    rows
}

#[test]
fn each_sample_gives_what_is_expected_of_it() {
    for sample in samples() {
        let text: String =
            rows(&sample, Position::default()).into_iter().map(|row| row.0).collect();
        expect_file![&sample.expected].assert_eq(&text);
    }
}

#[test]
fn each_sample_is_recognised() {
    for sample in samples() {
        let format = open("upload.bin", &sample.bytes).unwrap().detect().unwrap();
        assert_eq!(format.name, sample.format, "{}", sample.expected.display());
    }
}

#[test]
fn each_format_has_a_sample_and_a_name_of_its_own() {
    let samples = samples();
    for format in ALL {
        assert!(samples.iter().any(|sample| sample.format == format.name), "{}", format.name);
        assert_eq!(by_name(format.name), Some(*format));
        assert_eq!(format.source, format!("import.{}", format.name));
    }
}

#[test]
fn a_reader_goes_on_after_any_row() {
    for sample in samples() {
        let all = rows(&sample, Position::default());
        for done in 1..=all.len() {
            let rest = rows(&sample, all[done - 1].1);
            assert_eq!(rest, all[done..], "{} after {done}", sample.expected.display());
        }
    }
}

#[test]
fn the_end_of_a_reader_is_all_of_the_upload() {
    for sample in samples() {
        let format = by_name(&sample.format).unwrap();
        let bytes = (sample.name.as_str(), sample.bytes.as_slice());
        let mut reader = read(bytes, format, Position::default()).unwrap();
        assert_eq!(reader.progress().0, 0);
        while reader.next().is_some() {}
        let (done, total) = reader.progress();
        assert_eq!(done, total);
        assert!(total > 0);
    }
}

#[test]
fn a_file_of_no_format_is_refused_with_a_remedy() {
    let check = |name: &str, bytes: &[u8], expected: &str| {
        let error = open(name, bytes).and_then(|upload| upload.detect().map(|_| ())).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    let unknown = "the file is of no format that is known; \
        choose the format, or see the list of formats";
    check("a.txt", b"hello", unknown);
    check("a.txt", b"", unknown);
    check("a.json", b"\xFF\xFE[\0", "the file is UTF-16; save it as UTF-8");
    let page = super::harness::zip([("Takeout/watch-history.html".to_owned(), b"<p>".to_vec())]);
    let remedy = "the YouTube history is a web page; in Google Takeout choose JSON as the format of \
        the history, and export again";
    check("takeout.zip", &page, remedy);
    let nested = super::harness::zip([("inner.zip".to_owned(), page.clone())]);
    let remedy = "the archive holds other archives; unpack it and send the inner one with your \
        history";
    check("outer.zip", &nested, remedy);
}

#[test]
fn an_archive_with_two_exports_asks_which() {
    let pick = |format: &str| {
        let sample = samples().into_iter().find(|sample| sample.format == format).unwrap();
        (sample.name, sample.bytes)
    };
    let bytes = super::harness::zip([pick("koito"), pick("maloja")]);
    let error = open("both.zip", &bytes).unwrap().detect().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the archive holds several exports: Koito export, Maloja export; \
         choose the format, and import it once for each"
    );
    for format in ["koito", "maloja"] {
        let reader = read(("both.zip", &bytes), by_name(format).unwrap(), Position::default());
        assert!(reader.unwrap().all(|row| row.is_ok() || !show(&row).contains("not_json")));
    }
}
