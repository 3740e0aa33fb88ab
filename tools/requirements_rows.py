"""The 64 rows that the project was created from, each in a line: id, kind, what is asked.

Kinds: D do or coach, R record, F flag, T trend, E educate, N must not claim.
"""

from typing import Final

ROWS: Final = """
S01 E,R | A place keeps muscle, side, note and three findings that the person answers
S02 R | A place keeps its own pain and any number of referred areas, each with a number
S03 E | The atlas names the usual referral; the person's own stays beside it, never overwritten
S04 E | Searching "behind the eye" finds the upper trapezius among others
S05 D,R | Search covers the six groups of complaints, each with at least two points and a caution
S06 R | How long pain has lasted is kept; more than three months is marked persistent
S07 E,N | The disputed stiffness figures stand on a card only; nothing is compared with them
S08 E,N | What chemistry is said to do stands on a card that says it cannot be measured here
S09 T,E | Weekly worst and average pain, painful regions, threshold elsewhere; "talk to a clinician"
S10 T | Pain at the place and pain overall are two separate runs
S11 D | Sustained pressure is the one technique that is coached live
S12 R | Dry needling by a clinician is kept with pain before and after; never coached
S13 R | A twitch is marked with one key, or noted with care by others
S14 R | Acupuncture and dry needling are different kinds of entry
S15 R | Spray and stretch is kept with pain before and after
S16 F | Two of three tries ended by pain: stop here, ask a clinician about other options
S17 R | General massage is a kind of entry of its own
S18 D | Every session ends with a stretch for the muscle, with its own timer; skipping is kept
S19 R,D | Exercises are kept as done or not done
S20 R,E | What may have had a part: tags on entries, asked for every week
S21 D,R | The tool is part of a session; one without a sensor runs on timer and ratings
S22 D | The roller is the usual tool for thighs and upper back
S23 D | The ball is the usual tool for buttock, chest and the base of the skull
S24 R | Helpers are kept with their role; the report for one names it
S25 D | A hold lasts 30-90 s, only time in the band counts, and 90 s end it
S26 D | The planned length of a session is shown; more than 5 minutes is warned of
S27 D,T | The day's count n of 5-6; a seventh is discouraged and kept
S28 D | Rest of 10-15 s, from when the force has really dropped
S29 D | Two or three holds at a place; a fourth asks first
S30 D,T | How steadily comes first; nothing praises more force
S31 N | No size of change is shown as a goal or promised
S32 T | Mild, moderate, severe stand beside the number as words
S33 T,F | After the fourth session: change against chance; go on, change, or seek care
S34 T | A journal of 14 days with its day n of 14 and a report at its end
S35 T,F | A place that was quiet for a week and comes back is marked returned
S36 F | Pain of 8 or more at rest is told before anything begins
S37 D | The spot is searched with a low cap and a slow ramp; "is this your familiar pain?"
S38 D | Steadiness is told after each hold
S39 D | Rubbing to and fro is noticed: hold still
S40 D | A release is kept with its source: sensor, person, both, none
S41 D | Letting go slowly, with its rate; too fast is noted
S42 D | Rest between holds, see S28
S43 D | Gentle stretching, see S18
S44 D,R | The quality of pain during a hold can be told in one key
S45 D,F | Sharp, burning, electric or numb pain ends the hold; two in a row flag the place
S46 R | Warmth and other sensations can be noted after a hold
S47 F | What to stay off is shown before the first hold
S48 F | Joints are among what to stay off
S49 F | Bruise, swelling, redness, broken skin are asked about, and close the place for now
S50 F | Inflamed skin is asked about in the same question
S51 F | Points that lie too deep or near vessels can be kept, not coached
S52 F | No meaningful change after 4 sessions or 2 weeks: on the list for a professional
S53 F | A place that cannot be reached safely is closed for this person
S54 F | An accident, a fall or surgery in the last 6 weeks: seek care first
S55 D,E | By keyboard, with sound, without colour, in plain words, as text for a helper
S56 R | Which place was pressed is kept by itself
S57 R | Mean, median, peak, time in the band and impulse are kept, with unit and tip area
S58 R | Pain before and after; declined is kept as declined, never as zero
S59 T | Each place: responding, not clear, not responding, worse, with the rule printed
S60 R | One page for a clinician, and the raw record
S61 R,T | Range of motion before and after, in degrees
S62 R | Posture can be noted
S63 R,T | Sleep, 0-10
S64 R,T | What pain keeps from: PEG, every week
"""
