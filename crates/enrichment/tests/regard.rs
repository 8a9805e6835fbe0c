//! How people stand is judged from what they say, and not guessed.

use enrichment::regard::{Profile, Remark, Sign, relations, stance};
use enrichment::{Subject, judge};
use model::{Reason, Reasons, Relation, Stance};

/// What somebody said, judged as it would be.
fn said(text: &'static str) -> Remark<'static> {
    let found = judge(&Subject { text, declared: &[], reasons: Reasons::NONE.with(Reason::Addressed) });
    let language = if found.language.value.as_deref() == Some("de") { "de" } else { "en" };
    Remark { text, language: Some(language), sentiment: found.sentiment.value, intent: found.intent.value }
}

fn found(profile: Profile<'_>, texts: &[&'static str]) -> Vec<Relation> {
    let remarks: Vec<Remark<'_>> = texts.iter().map(|text| said(text)).collect();
    relations(&profile, &remarks).into_iter().map(|one| one.value).collect()
}

#[test]
fn people_say_what_they_are_in_two_languages() {
    let cases: [(&'static str, Relation); 16] = [
        ("@acme my order number is 4711 and nothing has come", Relation::Customer),
        ("Seit zwei Wochen warte ich auf meine Bestellung", Relation::Customer),
        ("I'm thinking of switching to you, do you deliver to Cork?", Relation::Prospect),
        ("Bevor ich bestelle: liefert ihr nach Bozen?", Relation::Prospect),
        ("As an employee I can say that nobody reads those forms", Relation::Employee),
        ("Ich arbeite hier, deshalb ohne Namen: die Tür ist defekt", Relation::Employee),
        ("As your supplier we would like to know whom to invoice", Relation::Supplier),
        ("Unsere Monteure sind unterwegs zum Aufzug", Relation::Supplier),
        ("In cooperation with you we sold one ticket for train and ferry", Relation::Partner),
        ("Tired of waiting? Switch to us, our coach to the coast is on time", Relation::Competitor),
        ("Journalist at the Courier here. Request for comment, please", Relation::Press),
        ("Presseanfrage: bitte um Stellungnahme bis Redaktionsschluss", Relation::Press),
        ("We have opened an investigation into the signal box", Relation::Regulator),
        ("Wir bitten um den Bericht, das Aktenzeichen steht im Schreiben", Relation::Regulator),
        ("Residents of Mill Lane ask you to stop the night works", Relation::Community),
        ("Wir Anwohner haben einstimmig beschlossen, Sie einzuladen", Relation::Community),
    ];
    for (text, expected) in cases {
        assert_eq!(found(Profile::default(), &[text]), [expected], "{text}");
    }
}

#[test]
fn the_chosen_name_says_it_too_and_several_may_hold() {
    let profile = Profile { name: Some("Noor Haddad · Velle Echo"), handle: Some("noor.velleecho.example") };
    assert_eq!(found(profile, &[]), [Relation::Press]);
    let both = found(profile, &["My ticket was charged twice, by the way"]);
    assert_eq!(both, [Relation::Customer, Relation::Press]);
    let handle = Profile { name: None, handle: Some("presse.schienenaufsicht.example") };
    assert_eq!(found(handle, &[]), [Relation::Regulator], "an office for the press is not the press");
}

#[test]
fn nothing_is_guessed_of_those_who_say_nothing_of_it() {
    let silent = [
        "What a lovely morning by the sea",
        "The customer next to me shouted at the driver",
        "A journalist was on the train, and an employee too",
        "電車がまた遅れています。いつ動きますか？",
        "",
    ];
    for text in silent {
        assert_eq!(found(Profile::default(), &[text]), [], "{text}");
    }
    let name = Profile { name: Some("Anna Berg"), handle: Some("anna.example") };
    assert_eq!(found(name, &[]), []);
}

#[test]
fn a_hint_is_no_surer_for_being_repeated() {
    const HINT: &str = "Where do I get a refund?";
    let remark = Remark { intent: None, ..said(HINT) };
    assert_eq!(relations(&Profile::default(), &[remark; 9]), []);
    let other = Remark { intent: None, ..said("Your app crashed during my commute") };
    assert_eq!(relations(&Profile::default(), &[remark, other])[0].value, Relation::Customer);
}

#[test]
fn evidence_is_the_words_themselves() {
    let text = "Hello! My order number is 4711";
    let found = relations(&Profile::default(), &[Remark { intent: None, ..said(text) }]);
    let [Sign::Remark(0, start, end)] = found[0].evidence[..] else { panic!("{found:?}") };
    assert_eq!(&text[start..end], "My order number");
}

fn stands(texts: &[&'static str]) -> Option<Stance> {
    stance(&texts.iter().map(|text| said(text)).collect::<Vec<_>>()).map(|one| one.value)
}

#[test]
fn fault_with_reasons_is_criticism_and_abuse_without_is_hostility() {
    const REASONED: &str = "The train was late again because the signal is broken, for the third time this month";
    const ABUSE: &str = "You are all idiots and morons, go to hell";
    assert_eq!(stands(&[REASONED]), None, "one complaint does not make a critic");
    assert_eq!(stands(&[REASONED, REASONED]), Some(Stance::Critic));
    assert_eq!(stands(&[ABUSE]), Some(Stance::Hostile));
    assert_eq!(stands(&[REASONED, REASONED, ABUSE]), Some(Stance::Critic), "an angry word among reasons is anger");
    assert_eq!(stands(&[REASONED, ABUSE]), None, "one of each says neither");
    assert_eq!(stands(&["Terrible, awful train"]), None, "a bare complaint is no stance");
}

#[test]
fn repeated_praise_is_a_fan_and_one_thanks_is_a_friend() {
    const PRAISE: &str = "The new coaches are wonderful, I love the night train, thank you so much";
    const ASKS: &str = "When does the ferry leave on Sunday?";
    assert_eq!(stands(&[PRAISE]), Some(Stance::Friendly));
    assert_eq!(stands(&[PRAISE, PRAISE]), Some(Stance::Fan));
    assert_eq!(stands(&[]), None);
    assert_eq!(stands(&[ASKS]), None, "one question says nothing");
    assert_eq!(stands(&[PRAISE, "The lift is broken and nobody answers, the worst service ever"]), None);
}
