"""English, as the rules need it."""

from guildhouse.cases.neutral.languages import Language, words

_PEOPLES = """English British Scottish Welsh Irish French German Italian Spanish Portuguese Dutch Polish Romanian
Russian Ukrainian Turkish Greek Arab Arabic Chinese Japanese Indian Pakistani American African
European Asian Latin Jewish Muslim Christian Catholic Protestant Buddhist Hindu Sikh Roma Swiss
Swedish Danish Norwegian Finnish Nigerian Kenyan Syrian Afghan Iranian Israeli Palestinian Kurdish
Brazilian Mexican Canadian Australian"""
_TIMES = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays
Fridays Saturdays Sundays Christmas Easter Ramadan Eid Passover Hanukkah Diwali Lent Advent Sabbath"""
_THINGS = """I I'm I've I'd I'll I’m I’ve I’d I’ll God Internet Web Linux Python Windows Word Excel Zoom Teams
Google WhatsApp Facebook Instagram Slack Skype YouTube Wikipedia Covid Balint Kanban Scrum Agile
Bible Koran Earth West East North South Europe Africa Asia America Mum Mom Dad Mother Father Grandma
Grandpa Granny Grandad Auntie Uncle Sister Nurse Doctor Sir Madam Ms Mr Mrs OK PS Human Resources"""

ENGLISH = Language(
    code="en",
    common=words(
        "the of and to in is that was he she it for on are with as his her they at be this from have or by not had "
        "but what were we when your can said there which do their if will my me who about would how so him no i"
    ),
    titles=r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Sir|Dame|Lord|Lady|Rev|Reverend|Fr|Father|Sister|Brother|"
    r"Imam|Rabbi|Judge|Nurse|Sergeant|Sgt|Captain|Capt|Inspector|Officer|Colonel|Col|Lieutenant|Lt|Councillor|Cllr"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sgt|Capt|Fr|Lt|Col)\.",
    kin=r"(?i:grandma|grandpa|granny|grandad|nan|aunt|auntie|uncle|cousin)",
    months="January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec",
    seasons="spring|summer|autumn|winter|fall",
    day_of_month=r"\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?",
    streets=r"Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Crescent|Terrace|Gardens|Square|Court|Way|Place|Boulevard"
    r"|Row|Hill|Mews|Grove",
    buildings="Hospital|Infirmary|Clinic|Hospice|Surgery|Town Hall|Hall|Theatre|Prison|Station|Airport|Castle|Park"
    "|Church|Cathedral|Mosque|Synagogue|Temple|Chapel|Library|Museum|Bridge|Barracks|Village|Valley|Island|Beach",
    schools="School|Primary School|High School|Secondary School|Grammar School|Academy|College|University|Nursery"
    "|Kindergarten|Institute|Polytechnic",
    companies="Foundation|Trust|Charity|Society|Association|Union|Council|Company|Bank|Group|Partners|Agency"
    "|Care Home|Nursing Home|Housing Association|Brothers|Consulting|Solutions|Studios|Labs",
    suffixes=r"Ltd|Limited|Inc|LLC|LLP|plc|PLC|Corp|Co|GmbH|AG|SA|BV|CIC|Oy|AB",
    toward=words("in near from to at around outside towards into through leaving left"),
    particles=words("de del della di da van von der den ten la le lo du dos bin ibn al el Mac Mc O'"),
    ordinary=words(f"{_PEOPLES} {_TIMES} {_THINGS}"),
    starters=words(
        "The A An He She It They We You I One Nobody Everybody Everyone Someone Somebody No-one Who What When Where "
        "Why How This That These Those There Here My Our Your His Her Its Their Some Many Most Few Both Each Every All "
        "And But Or So Then Now Since If As At On In For From With Without After Before Because While Although Though "
        "People Parents Management Mother Father Nothing Something Everything Another Others Neither Either Half"
    ),
    speaks=words(
        "said says told tells wants wanted wrote writes asked asks replied thinks thought believes left died refuses "
        "refused agreed agrees cried shouted laughed came went called calls rang knows knew feels felt moved"
    ),
    neutral={
        "name": "Person {letter}",
        "place": "[place]",
        "street": "[street]",
        "building": "[building]",
        "hospital": "[hospital]",
        "school": "[school]",
        "organisation": "[organisation]",
        "day": "[day]",
        "month": "[month]",
        "year": "[year]",
        "season": "[season]",
        "number": "[number]",
        "code": "[number]",
        "money": "[sum]",
        "phone": "[telephone]",
        "mail": "[mail address]",
        "address": "[web address]",
    },
)
