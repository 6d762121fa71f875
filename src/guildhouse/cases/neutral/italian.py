"""Italian, as the rules need it."""

from guildhouse.cases.neutral.languages import Language, words

_PEOPLES = """Italiano Italiana Italiani Europeo Europea Africano Africana Arabo Araba Rom Sinti Cristiano
Musulmano Cattolico Ebreo"""
_TIMES = """Natale Pasqua Capodanno Ferragosto Epifania Ramadan Lunedì Martedì Mercoledì Giovedì Venerdì Sabato
Domenica Quaresima Avvento Pasquetta"""
_THINGS = """Dio Internet Web Linux Python Windows Word Excel Zoom Teams Google WhatsApp Facebook Instagram Slack
Skype YouTube Wikipedia Covid Balint Stato Chiesa Bibbia Corano Terra Nord Sud Est Ovest Europa
Africa Asia America Lei Loro Voi Mamma Papà Nonna Nonno Zia Zio Maestra Signora Signore Dottoressa
Dottore Professoressa Comune Regione ASL INPS PS Pronto Soccorso Risorse Umane"""

ITALIAN = Language(
    code="it",
    common=words(
        "il lo la i gli le un uno una di a da in con su per tra fra e è che non si mi ha ho hanno sono era del della "
        "dei delle nel nella al alla dal dalla come quando dove chi cosa ma anche più se questo questa mio mia suo sua "
        "lui lei noi loro perché"
    ),
    titles=r"(?i:sig\.?\s?ra|sig\.?\s?na|sig\.|signora|signor|signorina|dott\.?\s?ssa|dott\.|dr\.?\s?ssa|dr\.|"
    r"dottoressa|dottor|prof\.?\s?ssa|prof\.|professoressa|professor|avv\.|avvocato|avvocata|ing\.|ingegner|arch\.|"
    r"geom\.|rag\.|don|suor|fra|padre|maestro|maestra|maresciallo|capitano|ispettore|onorevole|on\.|assessore)",
    kin=r"(?i:nonna|nonno|zia|zio|cugino|cugina)",
    months="gen|feb|mar|apr|mag|giu|lug|ago|set|sett|ott|nov|dic|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    seasons="primavera|estate|autunno|inverno",
    day_of_month=r"(?:\d{1,2}°?|1º|primo)",
    streets=r"(?i:via|viale|piazza|piazzale|corso|vicolo|largo|strada|contrada|borgo|lungomare|lungarno|salita)",
    buildings=r"(?i:ospedale|policlinico|clinica|hospice|stazione|aeroporto|chiesa|duomo|basilica|moschea|sinagoga|"
    r"cattedrale|teatro|parco|castello|carcere|caserma|biblioteca|museo|palazzo|municipio|villa|ponte|consultorio|"
    r"ambulatorio|rione|quartiere|frazione|lago|monte|val|valle)",
    schools=r"(?i:scuola primaria|scuola media|scuola elementare|scuola dell'infanzia|scuola materna|scuola|liceo|"
    r"istituto comprensivo|istituto tecnico|istituto|università|politecnico|asilo|collegio|conservatorio|accademia)",
    companies=r"(?i:fondazione|associazione|cooperativa|onlus|banca|studio|ditta|azienda|casa di riposo|rsa|"
    r"comunità|centro|agenzia|sindacato|parrocchia|asl|latteria|cantina|gruppo)",
    suffixes=r"S\.?r\.?l\.?s?|S\.?p\.?A\.?|S\.?n\.?c\.?|S\.?a\.?s\.?|Onlus|ONLUS|Coop|Scarl|S\.c\.r\.l\.",
    toward=words(
        "a ad in da di verso presso vicino dal dall' dalla all' alla al nell' nel nella del dell' della"
    ),
    particles=words("De Di Da Del Della Dello Dei Degli D' La Le Li Lo Van von de"),
    ordinary=words(f"{_PEOPLES} {_TIMES} {_THINGS}"),
    starters=words(
        "Il Lo La I Gli Le Un Uno Una Lui Lei Noi Voi Loro Io Tu Egli Ella Essi Chi Che Cosa Quando Dove Come Perché "
        "Questo Questa Quello Quella Nessuno Tutti Tutte Qualcuno Ognuno Mio Mia Nostro Nostra Suo Sua E Ma O Se "
        "Poi Ora Allora Dopo Prima Durante Mentre Anche Non Forse Oggi Ieri Domani Da Di A In Con Su Per Tra Fra "
        "Niente Nulla Metà Siamo Sono Era Sembra Dice Crede Vorrei Insegno Seguo Conduco"
    ),
    speaks=words(
        "dice disse vuole voleva scrive scrisse pensa pensava crede credeva sostiene racconta chiede risponde rifiuta "
        "piange urla ride viene andava sa sente chiama ha"
    ),
    neutral={
        "name": "Persona {letter}",
        "place": "[luogo]",
        "street": "[via]",
        "building": "[edificio]",
        "hospital": "[ospedale]",
        "school": "[scuola]",
        "organisation": "[organizzazione]",
        "day": "[giorno]",
        "month": "[mese]",
        "year": "[anno]",
        "season": "[stagione]",
        "number": "[numero]",
        "code": "[numero]",
        "money": "[somma]",
        "phone": "[telefono]",
        "mail": "[indirizzo di posta]",
        "address": "[indirizzo web]",
    },
)
