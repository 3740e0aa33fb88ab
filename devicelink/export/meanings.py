"""The data dictionary's words: `name | unit | meaning`, one column a line.

Times "on the session's clock" count seconds from the session's start. Guarded by
tests/export/test_dictionary.py.
"""

from typing import Final

TYPE: Final = "type | | what kind of line this is"

SESSION_OF_HOLD: Final = """
session | | number of the session in its data file
started_at | ISO 8601 | wall time of the session's start, with the zone it was held in
ending | | why the session ended; interrupted where it was cut off
point | | trigger point, as named in the atlas
side | | left or right
tool | | what was pressed with
programme | | programme that was coached
programme_version | | its version
device_label | | the device's name for people
device_kind | | probe or ball
device_firmware | | firmware the device reported
full_scale_n | N | the device's full scale
resolution_n | N | smallest step the device sends
rate_hz | Hz | samples a second, as the device states
calibration | | number of the device's calibration in its data file; empty where it had none
calibration_slope | | what the device's newtons were multiplied by; empty where it had none
device_trust | | proved, recognised, new or refused: how sure it was the device that was paired
simulated | 0 or 1 | 1 where the device was simulated: not a person's data
app_version | | devicelink's version
"""

HOLD: Final = """
hold | | number of the press in its session, from 0
rep | | coached hold it belongs to, from 1; empty for a press outside any, while locating say
onset_s | s | when contact began, on the session's clock
end_s | s | when contact ended, on the session's clock
total_s | s | end less onset, gaps included
mean_n | N | mean force over the hold
median_n | N | median force over the hold
peak_n | N | highest force of the hold
mean_kpa | kPa | mean force over the flat tip's area; empty where the tip is not flat
tip_area_mm2 | mm2 | area of the flat tip that pressed; empty where there is none
raw_unit | | unit in which the device sends force; columns ending in _n are newtons always
cv | | steadiness: detrended standard deviation over mean, in the steady part
in_zone_s | s | time inside the target zone, gaps left out
in_zone_pct | % | that time, of the time with signal; empty where no zone was set
zone_low_n | N | lower edge of the target zone
zone_high_n | N | upper edge of the target zone
limit_n | N | force limit in force
limit_name | | the layer that set the limit
impulse_ns | N s | force times time, summed over the hold
load_rate_n_s | N/s | how fast the force rose
unload_rate_n_s | N/s | how fast the force fell at the end
slips | | sudden drops: the tip or the hand slid
gap_s | s | time without samples inside the hold
settled_s | s | when the force came into the target zone for a second, on the session's clock
regrips | | steps of the force that stayed: the grip moved, or, downwards, the tissue gave
rubbing_s | s | how long the force swung to and fro with one beat: rubbing, not holding still
tremor_pct | % | rms of the force between 6 and 14 Hz, of the mean; empty below 30 samples a second
alarms | | times the force limit was passed or about to be
reason | | why the press ended: hand, link, zero (the zero was moved) or end_of_data
verdict | | whether the tissue gave, as far as force can tell
release_p | 0-1 | probability of a release
release_t_s | s | when the release began, if one is seen, on the session's clock
release_declared_s | s | when its probability first reached the verdict
drop_pct | % | drop of force that counts as release
min_detectable_drop_pct | % | smallest drop that could have been seen in this hold
verdict_why | | what the verdict rests on, or what stood in its way
rep_end | | why the coached hold ended
held_s | s | the hold clock: time in the zone in the coached hold
quality | | bad pain that was reported: sharp, burning, electric, numb
user_easing_s | s | when the person felt it ease, on the session's clock
gave | 0 or 1 | the person's answer to: did it give?
gave_state | | answered, declined or unanswered; empty where it was not asked
pain_now | 0-10 | the person's pain number after the hold
pain_now_state | | answered, declined or unanswered; empty where it was not asked
"""

PAIN_OF_SESSION: Final = """
pain_before | 0-10 | pain before the session
pain_before_state | | answered, declined or unanswered; empty where it was not asked
pain_after | 0-10 | pain after the session
pain_after_state | | answered, declined or unanswered; empty where it was not asked
"""

SAMPLE: Final = """
t_s | s | time of the sample on the session's clock; starts anew with each session
force_n | N | force; empty where the device had no number to give
device_us | us | the device's own clock, unwrapped; empty where it sends none
raw | see unit | the number that the device sent
unit | | unit of raw
zero_n | N | taken off raw in newtons as this program's own zero; 0 where the device sets its own
slope | | calibration: force_n is raw in newtons, times slope, less zero_n; 1 without one
seq | | the device's own count of its samples; empty where it has none
displacement_mm | mm | how far the tip is pushed in, from devices that know
acceleration_g | g | size of the acceleration, from devices that know
pressure_pa | Pa | bladder pressure, from devices that know
temperature_c | C | temperature, from devices that know
compression | 0 or 1 | 1 where the sensor was pressed, 0 where pulled, from devices that know
session | | number of the session in its data file
"""

SESSION_LINE: Final = """
type | | session: begins each session
format | | version of this format, now 1
id | | number of the session in its data file
facts | | what the session is about: see facts
"""

FACTS: Final = """
started_at | ISO 8601 | wall time of the session's start, with the zone it was held in
app_version | | devicelink's version
profile | | whose data it is
point | | trigger point, as named in the atlas
side | | left or right
tool | | what was pressed with
mode | | probe or ball: how the force is understood
programme | | programme that was coached
programme_version | | its version
device_label | | the device's name for people
device_id | | what tells this device from another
device_driver | | the driver that read it
device_kind | | probe or ball
device_firmware | | firmware the device reported
boot_id | | tells one start of the device from another
raw_unit | | unit in which the device sends force
rate_hz | Hz | samples a second, as the device states
tip_area_mm2 | mm2 | area of the flat tip; null where there is none
full_scale_n | N | the device's full scale
resolution_n | N | smallest step the device sends
limit_n | N | force limit in force
limit_name | | the layer that set the limit
zone_low_n | N | lower edge of the target zone
zone_high_n | N | upper edge of the target zone
calibration | | number of the device's calibration in its data file; null where it had none
calibration_slope | | what the device's newtons were multiplied by; null where it had none
device_trust | | proved, recognised, new or refused: how sure it was the device that was paired
simulated | true or false | true where the device was simulated: not a person's data
speed | | how many times as fast as the wall the session's clock ran
seed | | seed of the simulated world
plan | | the rest of what a replay needs; `model` is the one that judged releases
"""

RECORD_LINE: Final = """
type | | record: one thing that entered the session or was concluded in it
n | | its number in the session, from 0
t_s | s | when, on the session's clock
samples | | how many samples had been fed to the signal core before it
kind | | which kind of thing
body | | its fields
"""

SAMPLES_LINE: Final = """
type | | samples: a run of samples as the signal core was fed with them
first | | number of the run's first sample in the session, from 0
unit | | unit of raw
t_s | s | times on the session's clock
raw | see unit | the numbers that the device sent; null where it had none to give
zero_n | N | taken off raw in newtons as this program's own zero; 0 where the device sets its own
slope | | calibration: force is raw in newtons, times slope, less zero_n; 1 without one
device_us | us | the device's own clock, unwrapped; null where it sends none
seq | | the device's own count of its samples; null where it has none
channels | | further signals, sample by sample, by name with their unit
"""

HOLE_LINE: Final = """
type | | hole: samples that were fed to the signal core and could not be kept or read
first | | number of the first of them in the session
count | | how many
"""

END_LINE: Final = """
type | | end: closes each session
ending | | why the session ended; interrupted where it was cut off
ended_at | ISO 8601 | wall time of the end; null where it was cut off
t_s | s | the session's length on its own clock
samples | | how many samples it has, holes included
records | | how many records it has
"""

RATING: Final = """
n | | number of the record it comes from
t_s | s | when, on the session's clock
question | | what was asked; noted where a pain number was given without being asked
rep | | coached hold it belongs to; 0 for the session's own
state | | answered, declined or unanswered
value | 0-10, or 0 or 1 | the pain number, or 1 for yes and 0 for no; null without an answer
"""

ROW_LINE: Final = """
type | | row: something kept beside the sessions: an answer, a limit, an entry of the journal
table | | its table, see Tables
values | | its columns by name; bytes as an object with their base64
"""

SESSION_ROW: Final = """
id | | number of the session in its data file
ending | | why the session ended; interrupted where it was cut off
ended_at | ISO 8601 | wall time of the end; empty where it was cut off
duration_s | s | the session's length on its own clock
samples | | how many samples it has, holes included
records | | how many records it has
"""

JOURNAL: Final = """
uid | | the entry's name for good
recorded_at | ISO 8601 | when it was written down
about_at | ISO 8601 | when it was
late | 0 or 1 | 1 where it was written down more than ten minutes after
counts | 0 or 1 | 0 where a later entry corrects it or takes it back
kind | | note, care by somebody else, weekly check-in, provider, begin of the programme, test
place | | point and side; empty for the whole person
session | | number of the session it belongs to
supersedes | | the entry that it stands in for
when | | what the pain number is about: before, after, next_day, now
pain | 0-10 | pain
soreness | 0-10 | soreness
sleep | 0-10 | how well the night was
pain_before | 0-10 | pain before somebody else's care
pain_after | 0-10 | pain after it
soreness_next_day | 0-10 | soreness the day after it
average | 0-10 | average pain of the week (PEG)
enjoyment | 0-10 | how much pain stood in the way of enjoying life (PEG)
activity | 0-10 | how much pain stood in the way of activity (PEG)
worst | 0-10 | worst pain of the week
declined | | which of these numbers the person would not give; a number not asked for is empty only
twitch | 0 or 1 | a twitch was felt
quality | | what it feels like, in words set apart by spaces
sensations | | what was felt when it eased
tags | | what may have had a part in it
done | | what somebody else did
provider | | who
role | | their role
change | | the person's own impression of change, in seven steps
text | | the person's own words
body | JSON | all of the entry's fields
"""

STATEMENTS: Final = """
told_at | ISO 8601 | when it was said, in the zone it was said in
topic | | answer, limit, point, cleared, shown, about, programme or exercise
item | | which question, or whose limit
place | | point and side; empty for the whole person
body | JSON | what was said
"""

SESSION_NUMBER: Final = "session | | number of the session in its data file"
