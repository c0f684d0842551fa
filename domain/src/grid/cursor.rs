//! The grid by keyboard: a cell that arrow keys move, and the selection that Shift draws out of it (D13).

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::day::minute_of;
use super::drag::{between, select_days};
use crate::calendar::Takes;
use crate::time::ZoneRules;

/// Where the cursor is, and from where a selection reaches to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    anchor: Cell,
    head: Cell,
}

/// Half an hour of a day, or the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub date: NaiveDate,
    pub row: Row,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    WholeDay,
    /// The half hours of a day, from 0 to 47.
    Half(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
    Left,
    Right,
}

impl Cell {
    /// The half hour in which a clock on the wall is.
    pub fn of(date: NaiveDate, time: NaiveTime) -> Self {
        let half = u8::try_from(minute_of(time) / 30).unwrap_or(LAST_HALF);
        Self { date, row: Row::Half(half.min(LAST_HALF)) }
    }

    /// The neighbour; above the first half hour is the whole day, and nothing is above that or below the last.
    fn neighbour(self, direction: Direction) -> Self {
        let Self { date, row } = self;
        match (direction, row) {
            (Direction::Left, _) => Self { date: date.pred_opt().unwrap_or(date), row },
            (Direction::Right, _) => Self { date: date.succ_opt().unwrap_or(date), row },
            (Direction::Up, Row::Half(0) | Row::WholeDay) => Self { date, row: Row::WholeDay },
            (Direction::Up, Row::Half(half)) => Self { date, row: Row::Half(half - 1) },
            (Direction::Down, Row::WholeDay) => Self { date, row: Row::Half(0) },
            (Direction::Down, Row::Half(half)) => Self { date, row: Row::Half((half + 1).min(LAST_HALF)) },
        }
    }
}

impl Cursor {
    pub fn at(cell: Cell) -> Self {
        Self { anchor: cell, head: cell }
    }

    /// The cell that moves.
    pub fn head(&self) -> Cell {
        self.head
    }

    /// To the next cell; a selection is given up.
    pub fn step(self, direction: Direction) -> Self {
        Self::at(self.head.neighbour(direction))
    }

    /// To the same cell so many days away.
    pub fn days_on(self, days: i64) -> Self {
        let date = self.head.date.checked_add_signed(TimeDelta::days(days)).unwrap_or(self.head.date);
        Self::at(Cell { date, ..self.head })
    }

    /// Draws the selection out to the next cell. It stays among the hours, or among the whole days, where it
    /// began.
    pub fn extend(self, direction: Direction) -> Self {
        let head = self.head.neighbour(direction);
        let same = matches!(
            (self.anchor.row, head.row),
            (Row::WholeDay, Row::WholeDay) | (Row::Half(_), Row::Half(_))
        );
        if same { Self { head, ..self } } else { self }
    }

    /// Draws the selection out by so many days.
    pub fn extend_days(self, days: i64) -> Self {
        Self { head: self.days_on(days).head, ..self }
    }

    /// Whether more than one cell is selected.
    pub fn is_extended(&self) -> bool {
        self.anchor != self.head
    }

    /// What is selected: every cell from one end to the other.
    pub fn takes(&self, rules: &ZoneRules) -> Takes {
        let (Row::Half(one), Row::Half(other)) = (self.anchor.row, self.head.row) else {
            return select_days(self.anchor.date, self.head.date);
        };
        let (anchor, head) = ((self.anchor.date, one), (self.head.date, other));
        let (first, last) = (anchor.min(head), anchor.max(head));
        let start = first.0.and_time(NaiveTime::MIN) + TimeDelta::minutes(30 * i64::from(first.1));
        let end = last.0.and_time(NaiveTime::MIN) + TimeDelta::minutes(30 * (i64::from(last.1) + 1));
        between(start, end, rules)
    }
}

const LAST_HALF: u8 = 47;

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::grid::stories::nights;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn ten() -> Cursor {
        Cursor::at(Cell { date: date(24), row: Row::Half(20) })
    }

    fn time(from: (u32, u32, u32), to: (u32, u32, u32)) -> Takes {
        let clock = |(day, hour, minute): (u32, u32, u32)| date(day).and_hms_opt(hour, minute, 0).unwrap();
        between(clock(from), clock(to), &ZoneRules::utc())
    }

    #[test]
    fn arrows_move_the_cell_and_shift_draws_it_out() {
        assert_eq!(ten().takes(&ZoneRules::utc()), time((24, 10, 0), (24, 10, 30)));
        let longer = ten().extend(Direction::Down).extend(Direction::Down);
        assert_eq!(longer.takes(&ZoneRules::utc()), time((24, 10, 0), (24, 11, 30)));
        assert!(longer.is_extended());
        let upwards = ten().extend(Direction::Up);
        assert_eq!(upwards.takes(&ZoneRules::utc()), time((24, 9, 30), (24, 10, 30)));
        assert_eq!(longer.step(Direction::Right).takes(&ZoneRules::utc()), time((25, 11, 0), (25, 11, 30)));
    }

    #[test]
    fn above_the_first_half_hour_is_the_whole_day() {
        let first = Cursor::at(Cell { date: date(24), row: Row::Half(0) });
        let whole = first.step(Direction::Up);
        assert_eq!(whole.takes(&ZoneRules::utc()), Takes::Days { first: date(24), days: 1 });
        let three = whole.extend(Direction::Left).extend(Direction::Left);
        assert_eq!(three.takes(&ZoneRules::utc()), Takes::Days { first: date(22), days: 3 });
        assert_eq!(whole.extend_days(7).takes(&ZoneRules::utc()), Takes::Days { first: date(24), days: 8 });
        assert_eq!(whole.step(Direction::Up), whole);
        assert_eq!(whole.step(Direction::Down), first);
    }

    #[test]
    fn a_selection_stays_where_it_began() {
        let first = Cursor::at(Cell { date: date(24), row: Row::Half(0) });
        assert_eq!(first.extend(Direction::Up), first);
        let last = Cursor::at(Cell { date: date(24), row: Row::Half(47) });
        assert_eq!(last.step(Direction::Down), last);
        assert_eq!(last.takes(&ZoneRules::utc()), time((24, 23, 30), (25, 0, 0)));
    }

    fn cells(night: NaiveDate) -> impl Strategy<Value = Cell> {
        let row = prop_oneof![
            1 => Just(Row::WholeDay),
            2 => (0u8..=LAST_HALF).prop_map(Row::Half),
            2 => (0u8..8).prop_map(Row::Half),
        ];
        (-3i64..=3, row).prop_map(move |(days, row)| Cell { date: night + TimeDelta::days(days), row })
    }

    /// Around a night on which the clocks may be changed.
    fn starts() -> impl Strategy<Value = (ZoneRules, Cell)> {
        nights().prop_flat_map(|(rules, night)| (Just(rules), cells(night)))
    }

    fn directions() -> impl Strategy<Value = Direction> {
        prop::sample::select(vec![Direction::Up, Direction::Down, Direction::Left, Direction::Right])
    }

    fn opposite(direction: Direction) -> Direction {
        match direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
            Direction::Left => Direction::Right,
            Direction::Right => Direction::Left,
        }
    }

    #[derive(Clone, Copy, Debug)]
    enum Key {
        Step(Direction),
        Extend(Direction),
        Days(i64),
        ExtendDays(i64),
    }

    fn keys() -> impl Strategy<Value = Vec<Key>> {
        let key = prop_oneof![
            1 => directions().prop_map(Key::Step),
            3 => directions().prop_map(Key::Extend),
            1 => (-31i64..=31).prop_map(Key::Days),
            1 => (-31i64..=31).prop_map(Key::ExtendDays),
        ];
        prop::collection::vec(key, 0..40)
    }

    fn pressed(cursor: Cursor, key: Key) -> Cursor {
        match key {
            Key::Step(direction) => cursor.step(direction),
            Key::Extend(direction) => cursor.extend(direction),
            Key::Days(days) => cursor.days_on(days),
            Key::ExtendDays(days) => cursor.extend_days(days),
        }
    }

    /// Whether a clock on the wall ever shows its half hour.
    fn is_shown(cell: Cell, rules: &ZoneRules) -> bool {
        let Row::Half(half) = cell.row else { return true };
        let wall = cell.date.and_time(NaiveTime::MIN) + TimeDelta::minutes(30 * i64::from(half));
        rules.wall(rules.instant(wall)) == wall
    }

    fn is_within(part: Takes, whole: Takes) -> bool {
        match (part, whole) {
            (Takes::Time { span: part }, Takes::Time { span: whole }) => {
                whole.start() <= part.start() && part.end() <= whole.end()
            }
            (Takes::Days { first: part, days }, Takes::Days { first, days: all }) => {
                let end = |first: NaiveDate, days: u32| first + Days::new(days.into());
                first <= part && end(part, days) <= end(first, all)
            }
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_step_there_and_one_back_end_where_they_began((_, cell) in starts(), direction in directions()) {
            let there = Cursor::at(cell).step(direction);
            if there.head() == cell {
                let at_the_end = matches!(
                    (direction, cell.row),
                    (Direction::Up, Row::WholeDay) | (Direction::Down, Row::Half(LAST_HALF))
                );
                prop_assert!(at_the_end, "nothing else holds it");
            } else {
                prop_assert_eq!(there.step(opposite(direction)), Cursor::at(cell));
            }
        }

        #[test]
        fn what_is_selected_reaches_from_one_end_over_the_other((rules, cell) in starts(), keys in keys()) {
            let mut anchor = cell;
            let mut cursor = Cursor::at(cell);
            for key in keys {
                cursor = pressed(cursor, key);
                if matches!(key, Key::Step(_) | Key::Days(_)) {
                    anchor = cursor.head();
                }
            }
            let selected = cursor.takes(&rules);
            let ends = [anchor, cursor.head()];
            if ends.iter().all(|end| is_shown(*end, &rules)) {
                for end in ends {
                    let alone = Cursor::at(end).takes(&rules);
                    prop_assert!(is_within(alone, selected), "{alone:?} in {selected:?}");
                }
            }
            let turned = Cursor { anchor: cursor.head, head: cursor.anchor };
            prop_assert_eq!(turned.takes(&rules), selected, "from either end");
            prop_assert_eq!(cursor.is_extended(), anchor != cursor.head());
        }

        #[test]
        fn no_keys_leave_the_grid_or_select_nothing((rules, cell) in starts(), keys in keys()) {
            let mut cursor = Cursor::at(cell);
            for key in keys {
                cursor = pressed(cursor, key);
                let rows = [cursor.anchor.row, cursor.head.row];
                let whole = rows.map(|row| row == Row::WholeDay);
                prop_assert_eq!(whole[0], whole[1], "among the hours, or among the whole days");
                prop_assert!(rows.iter().all(|row| !matches!(row, Row::Half(half) if *half > LAST_HALF)));
                match cursor.takes(&rules) {
                    Takes::Time { span } => {
                        prop_assert!(!whole[0] && span.length() >= TimeDelta::minutes(30));
                    }
                    Takes::Days { days, .. } => prop_assert!(whole[0] && days >= 1),
                }
            }
        }
    }
}
