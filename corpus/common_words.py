"""The most frequent small words of each language: they tell languages apart and say little in a question."""

from __future__ import annotations

_WORDS = {
    "bg": """
        и на в за се от да е с по не са че като до при или след което които този тази това към но само
        може без както между през също тези има бъде най още един една какво как кой защо къде кога
    """,
    "cs": """
        a v na se je s z že do o k i pro za by ale si jako po to jsou od být nebo tak podle který která
        které jeho jak více než jen ve ze při mezi však také co kdo kde kdy proč
    """,
    "da": """
        og i at er en til af det på som den for med de der ikke et har om var fra han ved kan sig vil hvor
        eller blev skal også efter men deres bliver kun være når hvad hvem hvilke hvilken hvordan hvorfor
        hvornår jeg vi du dem os hans sin sit sine denne dette disse mellem under over mod ud op hun havde
        hvis må får ingen nogle andre blandt samt igen gennem dog nu år siger
    """,
    "de": """
        der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden
        aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur
        oder aber vor zur bis mehr durch man sein wurde sei hatte kann gegen vom können schon wenn ihre
        dann unter wir soll ich eines jahr zwei diese dieser wieder keine seiner was wer wo wann warum
        welche welcher welches gibt muss müssen
    """,
    "el": """
        και το του να η της με για την από που στο των είναι τα στην θα τον ο οι τη δεν σε μια ένα τις ως
        ή αλλά στη έχει αυτό στον τους ότι τι ποιος ποια ποιο πώς γιατί πότε πού κατά μετά όπως
    """,
    "en": """
        the of and to in a is that for it as was with be by on not he i this are or his from at which but
        have an had they you were their one all we can her has there been if more when will would who so
        no she what how why where whom whose do does did should could may must also than its our your my
        them these those about into after before between under only other some such any each
    """,
    "es": """
        de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este
        sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante
        todos uno les ni contra otros ese eso ante ellos e esto antes qué cómo quién cuál cuáles dónde
        cuándo es son fue ha han ser está puede
    """,
    "et": """
        ja on ei et kui ka oma mis see selle ning aga või siis kes seda ta ole oli olla nii üle pärast
        veel nende ainult mida tema kuid välja enne kas juba need sest mille kuidas miks kus millal
        milline milliseid peab võib saab tuleb eest järgi kohta vahel mitte nagu poolt ma me te nad
    """,
    "fi": """
        ja on ei että se oli hän mutta ovat kun myös joka sen niin kuin tai ole jos mukaan sekä voi jotka
        vain ne mitä olla hänen tämä jo vielä nyt siitä kuten jonka sitä ennen jälkeen kanssa ollut olisi
        eivät joita joiden tämän tässä näin mikä miten miksi missä milloin kuka ketä kenen mistä mihin
        mitkä kuinka paljon pitää saa saako onko voiko pitääkö täytyy ilman välillä noin enemmän minä sinä
        me te he minun meidän muun muu muut koska vaan siis esimerkiksi lisäksi eli tulee jota jossa josta
        johon joissa sillä joko jotta asti eri kaikki ettei
    """,
    "fr": """
        de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec
        aux ou son d l s qu n c j y été être cette ses mais comme on tout nous sa fait leur elle deux ces
        même aussi leurs peut entre ont où si sans après contre quel quelle quels quelles comment pourquoi
        quand quoi dont doit doivent ainsi lors afin selon
    """,
    "ga": """
        an na agus i ar a is go le do ag ní bhí sé seo sin de tá don nó mar chun faoi gur leis bhfuil siad
        sí ach san ina atá cad conas cén cá cé nach aon mé tú idir gach tar éis dá raibh as ó
    """,
    "hr": """
        i u je na se za su da od s a o koji kao iz do ili nije bi te što po sa ne ali više koja može koje
        bio samo prema još biti nakon između tako bila zbog ako kako tko gdje kada zašto koliko tijekom
        također kod pri bez dana ova ovaj ovo
    """,
    "hu": """
        a az és hogy nem is egy van ez meg volt csak már el még ki de mint s azt vagy ha le be szerint
        után lesz olyan ezt kell minden pedig amely lehet majd mert során között valamint által milyen mi
        hogyan miért hol mikor mennyi kik ami aki akik volna ezek
    """,
    "it": """
        di e il la che in a per un è del le della i con una si non da dei al sono come anche nel più alla
        dalla ha o gli delle ma lo nella se ai tra su questo essere dal suo sua loro dell l all questa chi
        cosa quale quali dove quando perché può deve ed ad sul sulla
    """,
    "lt": """
        ir į kad yra iš su ar o tai bei jo bet buvo kaip ne už jau nuo apie dėl tik jų taip po iki per
        prie pagal dar kai jis ji gali turi būti kurie kuris kuri kas kodėl kur kada kiek kokie kokia savo
        šio šių arba tarp metų
    """,
    "lv": """
        un ir ar no uz par ka kas tas lai arī bet vai kā pēc gada šo kur ne tiek tika līdz jau nav būs pie
        būt tikai to viņš var saskaņā kad starp bija šī šis kāpēc kādi kāda kurš kuru vairāk nevis viņa
        gadā jābūt tiks
    """,
    "mt": """
        wkoll lil huma kienu minħabba tagħha tagħhom tiegħu fost mal sal dawk dik qal kienet kellu jekk kif meta
        il li ta u f fil biex għal dan ma minn tal bħala hija huwa jew din tkun għandu kif hemm dawn mill
        dwar kien wara kull aktar bejn fuq mhux ikun għandha bil tat id mit dik x xi meta fejn min liema
        kienet qed hu l iżda
    """,
    "nl": """
        de van het een en in is dat op te zijn met voor die niet aan er om ook als dan maar bij of uit nog
        worden door naar heeft tot ze wordt over hij was hebben wel meer deze dit geen kan hun zich zal
        moet tegen onder al waar veel werd had nu toch kunnen zo wat wie hoe waarom wanneer welke welk
        moeten mag je u we wij haar mijn ons
    """,
    "no": """
        og i det er på som en til å av for at med de ikke den har om et han var fra vil ved kan seg men
        hun ble skal eller også etter blir bare være når hva hvem hvilke hvilken hvordan hvorfor hvor jeg
        vi du dem oss hans sin sitt sine denne dette disse mellom under over mot ut opp hadde hvis må får
        ingen noen andre blant samt igjen gjennom dog nå år sier
    """,
    "pl": """
        i w na z się do nie że to jest o jak za od po przez dla co tym są ale oraz jego przy czy być może
        został jako tego już które który która także ze tylko lub pod między jakie kto gdzie kiedy
        dlaczego ile można mają ich roku tej
    """,
    "pt": """
        de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das ele
        tem à seu sua ou ser quando muito nos já está também só pelo pela até isso entre era depois sem
        mesmo aos ter seus quem nas me esse eles estão você qual quais quanto onde porque são pode deve
    """,
    "ro": """
        de și în a la cu că pe care nu din este o un se mai pentru să au fost al ale prin sau dar ca lui
        sunt după cel cea cei fi între fără acest această aceste ce cine cum unde când cât poate trebuie
        lor dintre iar ei
    """,
    "ru": """
        и в не на что с он как это по но из у за от к о так же для бы было все его до их или если при
        только ее был быть может она они мы то а этого чем где когда почему кто какие какой также после
        между этом
    """,
    "sk": """
        a v na sa je s že z o do k aj ako pre po si ale to za sú by od bol jeho pri alebo podľa čo ktoré
        ktorý ktorá len už tak byť však medzi viac počas kto kde kedy prečo koľko môže tiež má až
    """,
    "sl": """
        in v je na se za da so s z pa o ki tudi po ne bi od kot ali do pri kako še že le ko iz med lahko
        ter biti bil bila ni zaradi kaj kdo kje kdaj zakaj koliko kateri katera katere če več sta ima
    """,
    "sv": """
        och i att det som en på är av för med den till inte de har om ett han men var jag sig från vi så
        kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade
        alla andra mycket än här då sedan över bara in blir upp även vad hur varför vilka vilken vilket
        vem vems måste bör hon oss dem dessa denna detta deras hans mellan samt utan genom blev ingen
        några någon blivit enligt inom kunna vill
    """,
    "uk": """
        і в на не що з до за як у та від є це про для його але по або які який яка при був бути може вони
        також після між так ще вже чи їх якщо коли де чому хто скільки цього року
    """,
}

COMMON_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _WORDS.items()
}
