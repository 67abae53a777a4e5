//! The way to PostgreSQL over TLS: encrypted, and only to the server that is meant.

use std::path::Path;
use std::process::Command;

use store::{Error, Options, Store, Target};
use testkit::postgres::Cluster;

/// Runs `openssl`, which comes with the Debian package of PostgreSQL.
fn openssl(folder: &Path, arguments: &str) {
    let mut command = Command::new("openssl");
    let output = command.args(arguments.split(' ')).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// An authority of this name in `<name>.crt`, with its key in `<name>.key`.
fn authority(folder: &Path, name: &str) {
    openssl(folder, &format!("ecparam -name prime256v1 -genkey -noout -out {name}.key"));
    openssl(
        folder,
        &format!("req -x509 -new -key {name}.key -subj /CN={name} -days 30 -out {name}.crt"),
    );
}

/// A server whose certificate for `localhost` is signed by the authority `right`.
fn server(folder: &Path) -> Cluster {
    authority(folder, "right");
    authority(folder, "wrong");
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(folder, "ecparam -name prime256v1 -genkey -noout -out server.key");
    openssl(folder, "req -new -key server.key -subj /CN=localhost -out server.csr");
    openssl(
        folder,
        "x509 -req -in server.csr -CA right.crt -CAkey right.key -CAcreateserial -days 30 \
         -extfile names -out server.crt",
    );
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let cluster = Cluster::start().unwrap();
    cluster.serve_tls(&read("server.crt"), &read("server.key")).unwrap();
    cluster.create_database("music", None).unwrap();
    cluster
}

/// Opens the database with these parameters in its URL; the error as it is told.
async fn open(cluster: &Cluster, host: &str, parameters: &str) -> Result<Store, String> {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("{}?{parameters}", cluster.url("music").replace("127.0.0.1", host));
    let target = Target::parse(Some(&url), directory.path()).unwrap();
    let opened = Store::open(&target, &Options::default()).await;
    opened.map_err(|error| {
        assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
        error.to_string()
    })
}

/// Connections to the database that are encrypted, and all of them.
fn connections(cluster: &Cluster) -> (String, String) {
    let count = |which: &str| {
        let sql = format!(
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
             WHERE application_name = 'gatefold' {which}"
        );
        cluster.sql("music", &sql).unwrap()
    };
    (count("AND ssl"), count(""))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_encrypted_and_the_server_is_the_one_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = server(folder.path());
    let root = |name: &str| folder.path().join(name).display().to_string();
    let right = format!("sslmode=verify-full&sslrootcert={}", root("right.crt"));
    for (host, parameters) in [("127.0.0.1", "sslmode=require"), ("localhost", right.as_str())] {
        let store = open(&cluster, host, parameters).await.unwrap();
        store.ping().await.unwrap();
        let (encrypted, all) = connections(&cluster);
        assert!(encrypted == all && all != "0", "{parameters}: {encrypted} of {all}");
        store.close().await;
    }
    let wrong = format!("sslmode=verify-full&sslrootcert={}", root("wrong.crt"));
    // A name that the certificate does not have, and one that its authority does not vouch for.
    for (host, parameters) in [("127.0.0.1", right), ("localhost", wrong)] {
        let Err(told) = open(&cluster, host, &parameters).await else { panic!("{parameters}") };
        assert!(told.contains(host) && told.contains("certificate"), "{told}");
        println!("{told}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_tls_is_required() {
    let cluster = Cluster::shared().unwrap();
    cluster.create_database("plain", None).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let url = format!("{}?sslmode=require", cluster.url("plain"));
    let target = Target::parse(Some(&url), directory.path()).unwrap();
    let Err(error) = Store::open(&target, &Options::default()).await else { panic!("opened") };
    assert!(error.to_string().contains("TLS"), "{error}");
}
