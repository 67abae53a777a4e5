//! Lists of words with MusicBrainz's own row ids and public ids, since both are part of the protocol.

/// Row id, parent (0 is none), name, public id.
pub(super) type Word = (u32, u32, &'static str, &'static str);

/// Lists of the usual shape by table.
#[rustfmt::skip]
pub(super) const LISTS: [(&str, &[Word]); 27] = [
    ("artist_type", &[
        (1, 0, "Person", "b6e035f4-3ce9-331c-97df-83397230b0df"),
        (2, 0, "Group", "e431f5f6-b5d2-343d-8b36-72607fffb74b"),
        (3, 0, "Other", "ac897045-5043-3294-969b-187360e45d86"),
        (4, 0, "Character", "5c1375b0-f18d-3db7-a164-a49d7a63773f"),
        (5, 2, "Orchestra", "a0b36c92-3eb1-3839-a4f9-4799823f54a5"),
        (6, 2, "Choir", "6124967d-7e3a-3eba-b642-c9a2ffb44d94"),
    ]),
    ("gender", &[
        (1, 0, "Male", "36d3d30a-839d-3eda-8cb3-29be4384e4a9"),
        (2, 0, "Female", "93452b5a-a947-30c8-934f-6a4056b151c2"),
        (3, 0, "Other", "081c0bf5-da60-37b0-95f8-2207a3f7f9d6"),
    ]),
    ("release_status", &[
        (1, 0, "Official", "4e304316-386d-3409-af2e-78857eec5cfe"),
        (2, 0, "Promotion", "518ffc83-5cde-34df-8627-81bff5093d92"),
        (3, 0, "Bootleg", "1156806e-d06a-38bd-83f0-cf2284a808b9"),
        (4, 0, "Pseudo-Release", "41121bb9-3413-3818-8a9a-9742318349aa"),
        (5, 0, "Withdrawn", "6a3772de-4605-4132-993d-aa315cd19b4b"),
        (6, 0, "Cancelled", "55005350-bc3f-441a-b0c7-27c565eae341"),
    ]),
    ("release_packaging", &[
        (1, 0, "Jewel Case", "ec27701a-4a22-37f4-bfac-6616e0f9750a"),
        (2, 0, "Slim Jewel Case", "36327bc2-f691-3d66-80e5-bd03cec6060a"),
        (3, 0, "Digipak", "8f931351-d2e2-310f-afc6-37b89ddba246"),
        (4, 0, "Cardboard/Paper Sleeve", "f7101ce3-0384-39ce-9fde-fbbd0044d35f"),
        (5, 0, "Other", "815b7785-8284-3926-8f04-e48bc6c4d102"),
        (7, 0, "None", "119eba76-b343-3e02-a292-f0f00644bb9b"),
    ]),
    ("release_group_primary_type", &[
        (1, 0, "Album", "f529b476-6e62-324f-b0aa-1f3e33d313fc"),
        (2, 0, "Single", "d6038452-8ee0-3f68-affc-2de9a1ede0b9"),
        (3, 0, "EP", "6d0c5bf6-7a33-3420-a519-44fc63eedebf"),
        (11, 0, "Other", "4fc3be2b-de1e-396b-a933-beb8f1607a22"),
        (12, 0, "Broadcast", "3b2e49e1-2875-37b8-9fa9-1f7cf3f49900"),
    ]),
    ("release_group_secondary_type", &[
        (1, 0, "Compilation", "dd2a21e1-0c00-3729-a7a0-de60b84eb5d1"),
        (2, 0, "Soundtrack", "22a628ad-c082-3c4f-b1b6-d41665107b88"),
        (3, 0, "Spokenword", "66b8a13e-43ff-3ac0-ac6c-73659d3817c6"),
        (4, 0, "Interview", "12af3f5e-ce2a-3941-8b93-d482884031e5"),
        (5, 0, "Audiobook", "499a387e-6195-333e-91c0-9592bfec535e"),
        (6, 0, "Live", "6fd474e2-6b58-3102-9d17-d6f7eb7da0a0"),
        (7, 0, "Remix", "0c60f497-ff81-3818-befd-abfc84a4858b"),
        (8, 0, "DJ-mix", "0d47f47a-3fe5-3d69-ac9d-d566c23968bf"),
        (9, 0, "Mixtape/Street", "15c1b1f5-d893-3375-a1db-e180c5ae15ed"),
        (10, 0, "Demo", "81598169-0d6c-3bce-b4be-866fa658eda3"),
    ]),
    ("label_type", &[
        (1, 0, "Distributor", "53ab8dcc-9946-3b62-966e-7634d78e5034"),
        (2, 0, "Holding", "43f31a62-97e4-36f6-9752-453c131b71ed"),
        (3, 0, "Production", "a2426aab-2dd4-339c-b47d-b4923a241678"),
        (4, 3, "Original Production", "7aaa37fe-2def-3476-b359-80245850062d"),
        (5, 3, "Bootleg Production", "fdac9b96-359b-3488-9322-ad99c2473636"),
        (6, 3, "Reissue Production", "88ee6ae7-f413-3490-a1d2-54f6a9f0838c"),
        (7, 0, "Publisher", "e9ad53b0-e3d0-3885-a10b-8193d501338c"),
        (8, 0, "Rights Society", "78ab2758-7809-372c-9b99-74b7ab87f390"),
        (9, 0, "Imprint", "b6285b2a-3514-3d43-80df-fcf528824ded"),
    ]),
    ("area_type", &[
        (1, 0, "Country", "06dd0ae4-8c74-30bb-b43d-95dcedf961de"),
        (2, 0, "Subdivision", "fd3d44c5-80a1-3842-9745-2c4972d35afa"),
        (3, 0, "City", "6fd8f29a-3d0a-32fc-980d-ea697b69da78"),
        (4, 0, "Municipality", "17246454-5ac4-36a1-b81a-4753eb2dab20"),
        (5, 0, "District", "84039871-5e47-38ca-a66a-45e512c8290f"),
        (6, 0, "Island", "3f8e7b66-058b-369b-9834-ffa5fcba5641"),
        (7, 0, "County", "bcecec27-8bdb-3e00-8254-d948dda502fa"),
    ]),
    ("place_type", &[
        (1, 0, "Studio", "05fa6a09-ff92-3d34-bdbb-5141d3c24f38"),
        (2, 0, "Venue", "cd92781a-a73f-30e8-a430-55d7521338db"),
        (3, 0, "Other", "a0df5ead-0bd6-33d8-8444-855a9f3e9970"),
        (4, 0, "Stadium", "62664fbd-cd55-3b5f-a5ea-fb5d1bc0113c"),
        (5, 0, "Indoor arena", "a77c11f6-82fa-3cc0-9041-ac60e5f6e024"),
        (6, 0, "Religious building", "a120ca4a-69e9-3c0e-bc09-21cae26eb621"),
    ]),
    ("event_type", &[
        (1, 0, "Concert", "ef55e8d7-3d00-394a-8012-f5506a29ff0b"),
        (2, 0, "Festival", "b6ded574-b592-3f0e-b56e-5b5f06aa0678"),
        (3, 0, "Launch event", "caee15f1-f9c4-3122-821f-34ea4011ac7d"),
        (4, 0, "Convention/Expo", "d56e39f9-071f-3086-97f4-92a1a7e04ec3"),
        (5, 0, "Masterclass/Clinic", "331506bd-58d1-3c16-95e8-538841a574fe"),
    ]),
    ("series_ordering_type", &[
        (1, 0, "Automatic", "ec5fa247-c37a-39b3-b31d-bdac6207344e"),
        (2, 0, "Manual", "2950ba43-3532-39e9-a7d1-7dc7e271fa25"),
    ]),
    ("instrument_type", &[
        (1, 0, "Wind instrument", "876464a8-e74f-3f40-9bd3-637d2b1743ae"),
        (2, 0, "String instrument", "cc00f97f-cf3d-3ae2-9163-041cb1a0d726"),
        (3, 0, "Percussion instrument", "68fa2525-4c23-3386-bb81-e84994342e9a"),
        (4, 0, "Electronic instrument", "98df6cec-95e5-3cbc-9a2d-7ea6c8be6f3c"),
        (5, 0, "Other instrument", "01ba5777-02dd-347d-94a1-73e3db00215d"),
    ]),
    ("area_alias_type", &[
        (1, 0, "Area name", "0b5b3497-d5d9-34e7-a61b-9a6c18aa7b29"),
        (2, 0, "Formal name", "b280c712-f676-342e-a8f2-e5c5fe0159b4"),
        (3, 0, "Search hint", "7090dd35-e32e-3422-8a48-224821c2468b"),
    ]),
    ("artist_alias_type", &[
        (1, 0, "Artist name", "894afba6-2816-3c24-8072-eadb66bd04bc"),
        (2, 0, "Legal name", "d4dcd0c0-b341-3612-a332-c0ce797b25cf"),
        (3, 0, "Search hint", "1937e404-b981-3cb7-8151-4c86ebfc8d8e"),
    ]),
    ("event_alias_type", &[
        (1, 0, "Event name", "412aac48-424b-3052-a314-1f926e8018c8"),
        (2, 0, "Search hint", "9b7e72d0-ef3f-3c75-908c-f94c48eb6484"),
    ]),
    ("instrument_alias_type", &[
        (1, 0, "Instrument name", "2322fc94-fbf3-3c09-b23c-aa5ec8d14fcd"),
        (2, 0, "Search hint", "7d5ef40f-4856-3000-8667-aa13b9db547d"),
    ]),
    ("label_alias_type", &[
        (1, 0, "Label name", "3a1a0c48-d885-3b89-87b2-9e8a483c5675"),
        (2, 0, "Search hint", "829662f2-a781-3ec8-8b46-fbcea6196f81"),
    ]),
    ("place_alias_type", &[
        (1, 0, "Place name", "fb68f9a2-622c-319b-83b0-bbff4127cdc5"),
        (2, 0, "Search hint", "0a438b9c-1850-32de-b4bb-7f58f5048ea3"),
    ]),
    ("recording_alias_type", &[
        (1, 0, "Recording name", "5d564c8f-97de-3572-94bb-7f40ad661499"),
        (2, 0, "Search hint", "ba0dbaab-25c6-30a8-9da4-8568020ecdf3"),
    ]),
    ("release_alias_type", &[
        (1, 0, "Release name", "df187855-059b-3514-9d5e-d240de0b4228"),
        (2, 0, "Search hint", "02939c89-0e48-3357-bf41-bf8e4162c874"),
    ]),
    ("release_group_alias_type", &[
        (1, 0, "Release group name", "156e24ca-8746-3cfc-99ae-0a867c765c67"),
        (2, 0, "Search hint", "abc2db8a-7386-354d-82f4-252c0213cbe4"),
    ]),
    ("series_alias_type", &[
        (1, 0, "Series name", "0c615dbc-c7d6-39b3-b8da-bef465ce3046"),
        (2, 0, "Search hint", "8950366b-5ea3-32f2-bf74-ee482474c18b"),
    ]),
    ("work_alias_type", &[
        (1, 0, "Work name", "a18cab3f-0ae2-3978-8f75-dd9c09702b25"),
        (2, 0, "Search hint", "02238bc1-dfd8-39a8-bbf8-c697747291ec"),
    ]),
    ("work_type", &[
        (2, 0, "Ballet", "6a90744c-1e07-3b88-b394-cd44cd68bd63"),
        (3, 0, "Cantata", "0db2f555-15f9-393f-af4c-739db5711146"),
        (4, 0, "Concerto", "dad81031-607b-3039-bd5b-80c0f4575272"),
        (5, 0, "Sonata", "294ff9f2-3d64-3483-96fb-f362b5fce2a0"),
        (6, 0, "Suite", "212bf9fb-ce4f-396e-87ca-3db671c085fb"),
        (10, 0, "Opera", "d8059ee8-cb37-3351-9ca4-23978567339f"),
        (11, 0, "Oratorio", "308d1000-e97c-3629-b954-68505cf0aa30"),
        (12, 0, "Overture", "7b72b6c1-0d76-3262-9925-aedfab92ef01"),
        (16, 0, "Symphony", "174314aa-0aa4-30cf-96a6-50b281d8d208"),
        (17, 0, "Song", "f061270a-2fd6-32f1-a641-f0f8676d14e6"),
        (20, 0, "Étude", "01846fb2-42a6-332f-8bd0-2e6d80b4df7b"),
    ]),
    ("cover_art_archive.art_type", &[
        (1, 0, "Front", "ac337166-a2b3-340c-a0b4-e2b00f1d40a2"),
        (2, 0, "Back", "263c3668-723c-3afe-86ef-c3236324250a"),
        (3, 0, "Booklet", "b7d0e4ca-564e-3255-a422-9a605b099458"),
        (4, 0, "Medium", "43d5e353-1bfc-39c4-ab07-5dddaf98433d"),
        (5, 0, "Obi", "fc22aa61-f533-3ea3-820c-17ca8fdcca4d"),
        (6, 0, "Spine", "e7dfa72b-c614-32f8-a931-00bb6c4bc625"),
        (7, 0, "Track", "6a57878d-3e5a-3895-87a5-493674b4d94b"),
        (8, 0, "Other", "2eae8c63-bf22-379d-9473-ad62c2a21af2"),
        (9, 0, "Tray", "de761f9e-9d2c-32c3-b2cd-fc18168f9c81"),
        (11, 0, "Poster", "b9d36ca3-edb0-3c29-8176-c2af91aa0222"),
    ]),
    ("genre_alias_type", &[
        (1, 0, "Genre name", "61e89fea-acce-3908-a590-d999dc627ac9"),
        (2, 0, "Search hint", "5d81fc72-598a-3a9d-a85a-a471c6ba84dc"),
    ]),
    ("event_art_archive.art_type", &[
        (1, 0, "Poster", "eae85a64-0000-4000-8000-000000000001"),
        (2, 0, "Banner", "eae85a64-0000-4000-8000-000000000002"),
    ]),
];

/// Formats of media: row id, parent, name, year (0 is none), whether it can have disc ids, public id.
#[rustfmt::skip]
pub(super) const MEDIUM_FORMATS: [(u32, u32, &str, u32, bool, &str); 13] = [
    (1, 0, "CD", 1982, true, "9712d52a-4509-3d4b-a1a2-67c88c643e31"),
    (2, 0, "DVD", 1995, false, "2875c583-4580-3a90-b723-ba1b39921e23"),
    (3, 0, "SACD", 1999, true, "5c9021b5-aecf-3339-b78e-c7bbe427c342"),
    (4, 0, "DualDisc", 2004, true, "564fb227-66af-356e-a4c6-f0a3f806fcd1"),
    (6, 0, "MiniDisc", 1992, false, "671c5ed4-20e3-3a62-b6ea-f155cde04258"),
    (7, 0, "Vinyl", 1940, false, "10e17707-9751-3aaf-95b2-2432acd5374c"),
    (8, 0, "Cassette", 1964, false, "f5e6e254-8f39-331c-936b-9c69d686dc47"),
    (12, 0, "Digital Media", 0, false, "907a28d9-b3b2-3ef6-89a8-7b18d91d4794"),
    (13, 0, "Other", 0, true, "3408c8ed-b520-3a80-be3b-7fa855665346"),
    (19, 2, "DVD-Video", 0, false, "bb71fd58-ff93-32b4-a201-4ad1b2a80e5f"),
    (29, 7, "7\" Vinyl", 0, false, "86071488-c73d-31f9-be48-5795cb490c86"),
    (30, 7, "10\" Vinyl", 0, false, "038ec24e-5d01-3a8c-817e-c51a515b1875"),
    (31, 7, "12\" Vinyl", 0, false, "4856b1c6-674d-3f68-a1dd-8ae517e8b566"),
];

/// Types of series: row id, parent, name, kind of the members, public id.
#[rustfmt::skip]
pub(super) const SERIES_TYPES: [(u32, u32, &str, &str, &str); 8] = [
    (1, 0, "Release group series", "release_group", "4c1c4949-7b6c-3a2d-9d54-a50a27e4fa77"),
    (2, 0, "Release series", "release", "52b90f1e-ff62-3bd0-b254-5d91ced5d757"),
    (3, 0, "Recording series", "recording", "dd968243-7128-30a2-81f0-79843430a8e2"),
    (4, 0, "Work series", "work", "b689f694-6305-3d78-954d-df6759a1877b"),
    (5, 4, "Catalogue", "work", "49482ff0-fc9e-3b8c-a2d0-30e84d9df002"),
    (6, 0, "Event series", "event", "64640a2a-1c31-394d-b7b0-683a32ff9aff"),
    (7, 6, "Tour", "event", "8ff6df0e-3dce-3bdf-bd57-d386c51b0060"),
    (8, 6, "Festival", "event", "44e9f6b1-34a7-3a17-a5d5-07bb100d8887"),
];
