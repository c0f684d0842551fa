//! By what two clients may be one that was written down twice (дубли).
//!
//! People write the same name, number or address in many ways. Each is brought to one form, a [`Sign`]; clients that
//! share a sign are alike. That says nothing of whether they are one: whoever creates the second one decides.

use serde::{Deserialize, Serialize};

use crate::client::{Client, Contact};
use crate::id::{ClientId, Named};
use crate::{Refusal, Refused};

/// What two clients have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    Name,
    TaxNumber,
    Phone,
    Email,
}

/// Something that a client is known by, in the form in which it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sign {
    pub of: Likeness,
    pub key: String,
}

/// A client that shares signs with another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alike {
    pub client: Named<ClientId>,
    pub archived: bool,
    /// Without repetition, in the order of [`Likeness`].
    pub by: Vec<Likeness>,
}

/// What becomes of a client that is like others, or of a change that makes it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubles {
    /// It is refused, naming them.
    Refused,
    /// They are known, and it is wanted all the same.
    Known,
}

impl Doubles {
    /// # Errors
    /// Those that are alike, unless they are known.
    pub fn allow(self, alike: Vec<Alike>) -> Result<(), Refused> {
        if self == Self::Known {
            return Ok(());
        }
        let reason = |Alike { client: Named { id, name }, archived, by }| Refusal::Alike {
            client: id,
            name,
            archived,
            by,
        };
        Refused::unless_empty(alike.into_iter().map(reason).collect())
    }
}

impl Client {
    /// By name, taxpayer number and phone.
    pub fn signs(&self) -> Vec<Sign> {
        let name = name_key(&self.name).map(|key| Sign { of: Likeness::Name, key });
        let tax_number = tax_key(&self.tax_number).map(|key| Sign { of: Likeness::TaxNumber, key });
        name.into_iter().chain(tax_number).chain(phones(&self.phone)).collect()
    }
}

impl Contact {
    /// By phone and e-mail address; people of one name work for many.
    pub fn signs(&self) -> Vec<Sign> {
        let email = email_key(&self.email).map(|key| Sign { of: Likeness::Email, key });
        phones(&self.phone).chain(email).collect()
    }
}

fn phones(text: &str) -> impl Iterator<Item = Sign> {
    phone_keys(text).into_iter().map(|key| Sign { of: Likeness::Phone, key })
}

/// The letters and digits of a name in lower case, without quotes, spaces, "and" and the legal form; ё is е. A name
/// that is nothing but a legal form is kept whole.
pub fn name_key(name: &str) -> Option<String> {
    let words = words(name);
    let mut rest = &words[..];
    while let Some(shorter) = without_form(rest).filter(|shorter| !shorter.is_empty()) {
        rest = shorter;
    }
    let key: String = rest.iter().filter(|word| !AND.contains(&word.as_str())).map(String::as_str).collect();
    (!key.is_empty()).then_some(key)
}

/// The last digits of each number that stands in the text, so that `8 (495) …` and `+7 495 …` are one, and so are
/// numbers with the code of their country and with a zero before them. What follows a word or `#` is an extension.
pub fn phone_keys(text: &str) -> Vec<String> {
    let mut keys: Vec<String> = text.split([',', ';', '/', '\n']).filter_map(phone_key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn phone_key(number: &str) -> Option<String> {
    let mut digits = String::new();
    for letter in number.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '#' if !digits.is_empty() => break,
            _ if letter.is_alphabetic() && !digits.is_empty() => break,
            _ => {}
        }
    }
    let last = digits.len().checked_sub(SAME_DIGITS).map_or(&*digits, |start| &digits[start..]);
    (last.len() >= FEWEST_DIGITS).then(|| last.to_owned())
}

/// So many leave out the code of a country, and the zero or eight that stands before a number at home.
const SAME_DIGITS: usize = 9;
/// Fewer are an extension, or no number at all.
const FEWEST_DIGITS: usize = 5;

pub fn email_key(email: &str) -> Option<String> {
    let key = email.trim().to_lowercase();
    key.contains('@').then_some(key)
}

/// Letters and digits; what follows a slash (КПП) belongs to a branch.
pub fn tax_key(number: &str) -> Option<String> {
    let head = number.split('/').next().unwrap_or_default();
    let key: String =
        head.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (key.chars().count() >= FEWEST_DIGITS).then_some(key)
}

/// The words of a name. Letters that stand alone one after the other are one word: `L.L.C.`, `z o.o.`.
fn words(name: &str) -> Vec<String> {
    let lower: String = name.to_lowercase().replace('ё', "е");
    let mut words: Vec<String> = Vec::new();
    let mut spelt = false;
    for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let single = word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic);
        match words.last_mut() {
            Some(last) if single && spelt => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
        spelt = single;
    }
    words
}

/// The words without a legal form at the beginning or the end, if one stands there.
fn without_form(words: &[String]) -> Option<&[String]> {
    let first = FORMS.iter().find_map(|form| {
        let (head, rest) = words.split_at_checked(form.len())?;
        (head == *form).then_some(rest)
    });
    first.or_else(|| {
        FORMS.iter().chain(LAST_FORMS).find_map(|form| {
            let (rest, tail) = words.split_at_checked(words.len().checked_sub(form.len())?)?;
            (tail == *form).then_some(rest)
        })
    })
}

const AND: [&str; 2] = ["and", "и"];

/// Legal forms that stand before a name as well as behind it.
const FORMS: &[&[&str]] = &[
    &["ооо"],
    &["общество", "с", "ограниченной", "ответственностью"],
    &["ао"],
    &["акционерное", "общество"],
    &["пао"],
    &["публичное", "акционерное", "общество"],
    &["нао"],
    &["непубличное", "акционерное", "общество"],
    &["оао"],
    &["открытое", "акционерное", "общество"],
    &["зао"],
    &["закрытое", "акционерное", "общество"],
    &["ип"],
    &["индивидуальный", "предприниматель"],
    &["чп"],
    &["тоо"],
    &["одо"],
    &["кфх"],
    &["ано"],
    &["гуп"],
    &["муп"],
    &["фгуп"],
    &["ooo"],
    &["oao"],
    &["zao"],
    &["pao"],
    &["llc"],
    &["ltd"],
    &["limited", "liability", "company"],
];

/// Those that are words of names, too, where they do not stand at the end.
const LAST_FORMS: &[&[&str]] = &[
    &["limited"],
    &["inc"],
    &["incorporated"],
    &["corp"],
    &["corporation"],
    &["co"],
    &["company"],
    &["plc"],
    &["llp"],
    &["lp"],
    &["pty"],
    &["pte"],
    &["gmbh"],
    &["mbh"],
    &["ag"],
    &["kg"],
    &["ohg"],
    &["ug"],
    &["se"],
    &["sa"],
    &["sas"],
    &["sarl"],
    &["srl"],
    &["spa"],
    &["bv"],
    &["nv"],
    &["oy"],
    &["oyj"],
    &["ab"],
    &["as"],
    &["asa"],
    &["aps"],
    &["sro"],
    &["doo"],
    &["sp", "zoo"],
    &["kft"],
    &["sia"],
    &["uab"],
    &["oü"],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        name_key(name).unwrap_or_default()
    }

    #[test]
    fn russian_names_are_alike_however_they_are_written() {
        let same = [
            "ООО «Весёлая Ромашка»",
            "ооо \"ВЕСЕЛАЯ РОМАШКА\"",
            "Веселая ромашка, ООО",
            "О.О.О. “Весёлая-Ромашка”",
            "Общество с ограниченной ответственностью „Весёлая Ромашка“",
            "Весёлая  ромашка",
        ];
        for name in same {
            assert_eq!(key(name), "веселаяромашка", "{name}");
        }
        assert_eq!(key("ИП Кузнецов И. И."), key("Индивидуальный предприниматель Кузнецов И.И."));
        assert_eq!(key("Чай и кофе"), key("Чай & кофе"));
        assert_ne!(key("ООО «Ромашка»"), key("ООО «Ромашка-2»"));
        assert_ne!(key("АО «Общество знания»"), key("АО «Знание»"));
    }

    #[test]
    fn english_names_are_alike_however_they_are_written() {
        for name in
            ["Alder & Sons Ltd", "ALDER AND SONS LIMITED", "Alder & Sons, Ltd.", "“Alder & Sons” Co., Ltd"]
        {
            assert_eq!(key(name), "aldersons", "{name}");
        }
        assert_eq!(key("O'Neill L.L.C."), key("ONeill LLC"));
        assert_eq!(key("Baltyk Sp. z o.o."), key("Baltyk"));
        assert_eq!(key("Nordic A/S"), key("Nordic"));
        assert_ne!(key("Company of Heroes"), key("Heroes"));
        assert_ne!(key("Alder"), key("Alder Tools"));
    }

    #[test]
    fn a_name_that_is_only_a_form_is_a_name() {
        assert_eq!(name_key("Limited").as_deref(), Some("limited"));
        assert_eq!(name_key("ООО ООО").as_deref(), Some("ооо"));
        assert_eq!(name_key(" «» "), None);
    }

    #[test]
    fn a_phone_is_one_with_and_without_the_code_of_the_country() {
        let same = [
            "+7 (495) 123-45-67",
            "8 495 123 45 67",
            "84951234567",
            "495 1234567 доб. 12",
            "7-495-123-45-67 #9",
        ];
        for number in same {
            assert_eq!(phone_keys(number), ["951234567"], "{number}");
        }
        assert_eq!(phone_keys("+44 20 7946 0018"), phone_keys("020 7946 0018 ext. 4"));
        assert_eq!(phone_keys("тел.: +49 30 1234567"), phone_keys("030 123 45 67"));
        assert_eq!(phone_keys("8 495 123 45 67, 8 495 123 45 68").len(), 2);
        assert!(phone_keys("доб. 1234").is_empty() && phone_keys("").is_empty());
    }

    #[test]
    fn addresses_and_tax_numbers_are_compared_without_their_dress() {
        assert_eq!(email_key(" Olga@Romashka.example "), email_key("olga@romashka.example"));
        assert_eq!(email_key(""), None);
        assert_eq!(tax_key("7701 234567 / 770101001"), tax_key("7701234567"));
        assert_eq!(tax_key("GB 123 456 789"), tax_key("gb123456789"));
        assert_eq!(tax_key("нет"), None);
    }

    #[test]
    fn what_is_alike_is_refused_until_it_is_known() {
        let romashka = Alike {
            client: Named { id: ClientId(uuid::Uuid::from_u128(1)), name: "Ромашка".into() },
            archived: false,
            by: vec![Likeness::Name],
        };
        assert!(Doubles::Refused.allow(vec![]).is_ok());
        assert!(Doubles::Known.allow(vec![romashka.clone()]).is_ok());
        let refused = Doubles::Refused.allow(vec![romashka]).expect_err("it is alike");
        assert!(
            matches!(refused.reasons(), [Refusal::Alike { name, by, .. }] if name == "Ромашка" && *by == [Likeness::Name])
        );
    }
}
