//! How promises and dates are said in each language.

/// What a language says them with. Phrases are of lower-case words with one space between; a word stands as itself.
pub(super) struct Speech {
    /// Who will do something, or what will be.
    pub(super) cues: &'static [&'static str],
    /// What is done, that can be kept or not; only with a cue.
    pub(super) deeds: &'static [&'static str],
    /// As `deeds`, where the word itself says that we will do it.
    pub(super) said_deeds: &'static [&'static str],
    /// What makes it no promise: a condition, a request, an offer.
    pub(super) vetoes: &'static [&'static str],
    /// What stands before a length of time.
    pub(super) within: &'static [&'static str],
    /// Minutes, hours, days, working days, weeks.
    pub(super) units: [&'static [&'static str]; 5],
    /// Words that make days working days, before them.
    pub(super) working: &'static [&'static str],
    pub(super) today: &'static [&'static str],
    pub(super) tomorrow: &'static [&'static str],
    /// What "tomorrow" must not follow, where the word means another thing too.
    pub(super) greeting: &'static str,
    pub(super) this_week: &'static [&'static str],
    pub(super) next_week: &'static [&'static str],
    pub(super) month_end: &'static [&'static str],
    /// Monday to Sunday.
    pub(super) weekdays: [&'static str; 7],
    /// January to December.
    pub(super) months: [&'static str; 12],
}

impl Speech {
    /// That of a language; every one where it is none of those, as a few words are easily taken for another.
    pub(super) fn of(language: Option<&str>) -> &'static [Self] {
        let of_one = match language.and_then(|tag| tag.get(..2)) {
            Some("en") => 0,
            Some("de") => 1,
            Some("fr") => 2,
            Some("es") => 3,
            _ => return &SPEECHES,
        };
        &SPEECHES[of_one..=of_one]
    }
}

static SPEECHES: [Speech; 4] = [ENGLISH, GERMAN, FRENCH, SPANISH];

#[rustfmt::skip] // a list, not a column
const ENGLISH: Speech = Speech {
    cues: &[
        "we will", "we'll", "i will", "i'll", "we shall", "we are going to", "we're going to", "you will", "you'll",
        "will be", "will have", "we promise", "we aim to", "will arrive", "will run",
    ],
    deeds: &[
        "get back to you", "come back to you", "let you know", "keep you posted", "keep you updated",
        "keep you informed", "follow up", "update you", "write to you", "write you", "call you", "ring you",
        "mail you", "email you", "send you", "refund", "refunded", "pay back", "paid back", "replace", "replaced",
        "fix", "fixed", "repair", "repaired", "resolved", "restored", "delivered", "reply", "respond", "contact you",
        "receive", "hear from us", "running again", "credited", "corrected", "post an update",
    ],
    said_deeds: &[],
    vetoes: &[
        "if", "unless", "once you", "when you", "please", "could", "can", "can't", "cannot", "may", "might", "would",
        "try", "our best", "happy to", "be here", "hope", "kindly", "not", "won't",
    ],
    within: &["within", "in", "in the next", "over the next", "inside"],
    units: [
        &["minute", "minutes", "min", "mins"],
        &["hour", "hours", "hrs", "hr", "h"],
        &["day", "days"],
        &["workdays", "weekdays"],
        &["week", "weeks"],
    ],
    working: &["working", "business", "work"],
    today: &["today", "tonight", "this evening", "this afternoon", "by the end of the day", "end of day"],
    tomorrow: &["tomorrow"],
    greeting: "",
    this_week: &["this week", "end of the week", "end of this week"],
    next_week: &["next week"],
    month_end: &["end of the month", "end of this month"],
    weekdays: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    months: [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ],
};

#[rustfmt::skip] // a list, not a column
const GERMAN: Speech = Speech {
    cues: &["wir", "ich", "wird", "werden", "sie erhalten", "sie bekommen", "du erhältst", "du bekommst"],
    deeds: &[
        "melden uns", "melde mich", "uns melden", "mich melden", "schicken", "senden", "erstatten", "erstattet",
        "beheben", "behoben", "reparieren", "repariert", "ersetzen", "ersetzt", "antworten", "informieren",
        "kümmern uns", "zurückrufen", "rufen sie zurück", "liefern", "geliefert", "überwiesen", "korrigiert",
        "gutgeschrieben", "sagen bescheid", "geben bescheid", "bescheid geben", "halten sie auf dem laufenden",
        "halten dich auf dem laufenden",
    ],
    said_deeds: &["sie erhalten", "du erhältst", "sie bekommen", "du bekommst", "hören von uns", "hörst von uns"],
    vetoes: &[
        "wenn", "falls", "sobald", "sofern", "bitte", "könnten", "können", "kannst", "könnte", "vielleicht",
        "versuchen", "gerne", "gern", "nicht", "kein", "keine", "hoffen",
    ],
    within: &["innerhalb von", "innerhalb", "binnen", "in", "in den nächsten", "innert"],
    units: [
        &["minute", "minuten"],
        &["stunde", "stunden", "std"],
        &["tag", "tage", "tagen"],
        &["werktag", "werktage", "werktagen", "arbeitstag", "arbeitstage", "arbeitstagen"],
        &["woche", "wochen"],
    ],
    working: &[],
    today: &["heute"],
    tomorrow: &["morgen"],
    greeting: "guten",
    this_week: &["diese woche", "dieser woche", "ende der woche"],
    next_week: &["nächste woche", "nächster woche", "kommende woche", "kommender woche"],
    month_end: &["ende des monats", "monatsende"],
    weekdays: ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
    months: [
        "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
        "dezember",
    ],
};

#[rustfmt::skip] // a list, not a column
const FRENCH: Speech = Speech {
    cues: &["nous", "je", "sera", "seront", "serez", "aurez", "on va", "allons"],
    deeds: &[
        "remboursé", "remboursée", "remboursés", "rembourser", "réparé", "réparée", "réparer", "corrigé", "corrigée",
        "remplacé", "remplacée", "livré", "livrée", "envoyé", "envoyée", "rétabli", "rétablie", "recontacter",
        "répondre", "résolu", "résolue",
    ],
    said_deeds: &[
        "reviendrons vers vous", "revenons vers vous", "reviens vers vous", "reviendrai vers vous", "recontacterons",
        "recontactons", "contacterons", "tiendrons au courant", "tiendrons informé", "tiendrons informés",
        "informerons", "enverrons", "rembourserons", "réparerons", "répondrons", "rappellerons", "appellerons",
        "recevrez",
    ],
    vetoes: &[
        "si", "s'il", "lorsque", "dès que", "veuillez", "pouvez", "pourriez", "pouvons", "merci de", "essayer",
        "essaierons", "peut-être", "pas", "espérons",
    ],
    within: &["sous", "dans", "d'ici", "dans les", "en", "dans un délai de"],
    units: [
        &["minute", "minutes"],
        &["heure", "heures", "h"],
        &["jour", "jours"],
        &["jours ouvrés", "jours ouvrables"],
        &["semaine", "semaines"],
    ],
    working: &[],
    today: &["aujourd'hui", "ce soir", "cet après-midi"],
    tomorrow: &["demain"],
    greeting: "",
    this_week: &["cette semaine", "fin de la semaine", "fin de semaine"],
    next_week: &["la semaine prochaine"],
    month_end: &["fin du mois", "fin de mois"],
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    months: [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ],
};

#[rustfmt::skip] // a list, not a column
const SPANISH: Speech = Speech {
    cues: &["será", "serán", "estará", "estarán", "vamos a", "tendrá", "tendrás", "voy a"],
    deeds: &[
        "reembolsado", "reembolsar", "devuelto", "reparado", "reparar", "arreglado", "arreglar", "solucionado",
        "resuelto", "corregido", "reemplazado", "entregado", "enviado", "responder", "avisar", "llamar",
    ],
    said_deeds: &[
        "contactaremos", "escribiremos", "avisaremos", "informaremos", "enviaremos", "responderemos", "llamaremos",
        "reembolsaremos", "repararemos", "arreglaremos", "solucionaremos", "mantendremos informado",
        "mantendremos informada", "recibirá", "recibirás",
    ],
    vetoes: &[
        "si", "cuando", "puede", "puedes", "podría", "podrías", "por favor", "intentaremos", "no", "quizás",
        "esperamos",
    ],
    within: &["en", "dentro de", "en las próximas", "en los próximos", "en menos de"],
    units: [
        &["minuto", "minutos"],
        &["hora", "horas", "h"],
        &["día", "días"],
        &["días hábiles", "días laborables"],
        &["semana", "semanas"],
    ],
    working: &[],
    today: &["hoy", "esta tarde", "esta noche"],
    tomorrow: &["mañana"],
    greeting: "",
    this_week: &["esta semana", "final de la semana", "fin de semana"],
    next_week: &["la próxima semana", "la semana que viene"],
    month_end: &["fin de mes", "final de mes"],
    weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    months: [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ],
};
