"""What stands around lists of references on real pages and is none. Pure data, made up by us."""

from __future__ import annotations

HEADINGS: dict[str, tuple[str, ...]] = {
    "en": ("References", "Reference list", "Bibliography", "Works cited", "Literature cited"),
    "de": ("Literatur", "Literaturverzeichnis", "Quellen", "Quellenangaben", "Einzelnachweise"),
    "fr": ("Références", "Bibliographie", "Sources", "Références bibliographiques"),
    "it": ("Bibliografia", "Riferimenti bibliografici", "Fonti", "Note"),
    "es": ("Referencias", "Bibliografía", "Fuentes", "Referencias bibliográficas"),
    "pt": ("Referências", "Bibliografia", "Fontes", "Referências bibliográficas"),
    "nl": ("Referenties", "Literatuur", "Bronnen", "Bronvermelding", "Literatuurlijst"),
    "pl": ("Piśmiennictwo", "Bibliografia", "Źródła", "Przypisy"),
    "tr": ("Kaynaklar", "Kaynakça", "Referanslar"),
    "el": ("Βιβλιογραφία", "Αναφορές", "Πηγές"),
    "ru": ("Литература", "Список литературы", "Источники", "Библиография", "Примечания"),
    "zh": ("参考文献", "参考资料"),
    "ja": ("参考文献", "引用文献", "文献"),
    "sv": ("Referenser", "Källor", "Litteratur", "Källförteckning"),
    "hu": ("Irodalom", "Irodalomjegyzék", "Hivatkozások", "Források"),
    "da": ("Referencer", "Litteratur", "Kilder", "Litteraturliste"),
    "no": ("Referanser", "Litteratur", "Kilder"),
    "fi": ("Lähteet", "Kirjallisuus", "Viitteet", "Kirjallisuutta"),
    "cs": ("Literatura", "Použitá literatura", "Zdroje", "Reference"),
    "ro": ("Bibliografie", "Referințe", "Surse"),
    "uk": ("Література", "Список літератури", "Джерела"),
    "ko": ("참고문헌",),
    "ar": ("المراجع", "المصادر"),
}
"""Language -> what its lists are called."""

BELOW: dict[str, str] = {
    "nothing": "",
    "review": "<p>Last updated: 14 June 2021 | Next review due: June 2024</p>",
    "review by": "<p><strong>Page last reviewed:</strong> 3 May 2022<br>Next review due: 3 May 2025"
    "</p>",
    "author box": '<div class="author-box"><img src="a.jpg" alt="Dr Ann Miller"><h4>Dr Ann Miller'
    "</h4><p>Ann Miller is a rheumatologist in Leeds. She has published more than 40 papers since "
    "2004.</p></div>",
    "cookies": "<div id='cookie'><p>We use cookies to improve this site. You can change your "
    "settings at any time. Cookie policy, version 3, 2021.</p><button>Accept</button></div>",
    "comments": '<div id="comments"><h3>4 thoughts on “Back pain”</h3><ol class="commentlist"><li>'
    "<cite>Maria K.</cite> says: <a href='#c1'>March 3, 2020 at 10:12 am</a><p>Walking helped me "
    "more than anything else.</p></li><li><cite>Jon</cite> says: <a href='#c2'>May 5, 2021 at 9:40 "
    "pm</a><p>See also Smith J, Spine 2012, he says the same.</p></li></ol></div>",
    "useful links": "<h2>Useful links</h2><ul><li><a href='https://www.nhs.uk/back'>NHS: back pain"
    "</a></li><li><a href='https://backcare.org.uk'>BackCare, the charity for healthier backs</a>"
    "</li><li><a href='https://versusarthritis.org'>Versus Arthritis</a></li></ul>",
    "useful links, no heading": "<ul><li><a href='https://www.nhs.uk/b'>NHS – back pain</a></li>"
    "<li><a href='https://backcare.org.uk'>BackCare</a></li></ul>",
    "related posts": "<h3>You may also like</h3><div><a href='/a'>Sciatica: what to do in 2021</a>"
    "<time>12 May 2021</time></div><div><a href='/b'>Ten exercises for the neck</a><time>3 Jan 2020"
    "</time></div>",
    "image credits": "<p>Photo credits: Figure 1 © J. Smith, 2018; Figure 2 Wikimedia Commons, "
    "CC BY-SA 3.0</p>",
    "Bildnachweis": "<h4>Bildnachweis</h4><p>Abb. 1: Dr. K. Weber, Universitätsklinik Bonn, 2017"
    "<br>Abb. 2: iStock / 12345678</p>",
    "Stand": "<p>Stand: 12.03.2021, nächste Überprüfung geplant: 03/2024</p><p>Autorin: Dr. med. "
    "Eva Kern, Fachärztin für Orthopädie</p>",
    "mise à jour": "<p>Dernière mise à jour le 12 mars 2021. Article rédigé par le Dr Luc Martin."
    "</p>",
    "actualización": "<p>Última actualización: 4 de mayo de 2020</p><p>Revisado por la Dra. Ana "
    "Ruiz</p>",
    "senast": "<p>Senast uppdaterad: 2021-05-04</p><p>Skribent: Karin Berg, läkare</p>",
    "обновлено": "<p>Обновлено: 12.03.2021</p><p>Автор: Иванова А. П., врач-ортопед</p>",
    "disclaimer": "<p>The content of this page is for general information only and does not "
    "replace the advice of your doctor.</p>",
    "funding": "<h2>Funding</h2><p>Supported by grant 12-345 of the Arthritis Research Council, "
    "2015–2018.</p>",
    "cite this": "<h2>How to cite this page</h2><p>Back pain. Patient pages, version 4, 2021.</p>",
    "newsletter": "<h3>Stay informed</h3><p>Join 12,000 readers of our newsletter.</p><form><input "
    "name=e><button>Subscribe</button></form>",
    "share": "<div>Share: <a href='#'>Facebook</a> <a href='#'>X</a> <a href='#'>E-mail</a></div>",
    "opening hours": "<p>Praxis Dr. Weber<br>Bahnhofstr. 12, 53111 Bonn<br>Mo–Fr 8:00–12:00 und "
    "14:00–18:00 Uhr<br>Tel. 0228 123456</p>",
    "tags": "<p>Tags: back pain, sciatica, exercise, 2021</p><p>Category: Spine (112)</p>",
    "guidance": "<h2>Further information</h2><p>Ask your GP. The helpline 0300 123 456 is open "
    "from 9:00 to 17:00.</p>",
    "glossary": "<h2>Glossary</h2><dl><dt>Lordosis</dt><dd>The hollow of the lower back.</dd><dt>"
    "MRI</dt><dd>Pictures made with a magnet (since 1977).</dd></dl>",
    "history": "<h2>Version history</h2><table><tr><td>1.0</td><td>May 2018</td><td>First version"
    "</td></tr><tr><td>1.1</td><td>June 2020</td><td>Dose of ibuprofen corrected</td></tr></table>",
}
"""Kind -> HTML that stands below a list."""

ABOVE: dict[str, str] = {
    "prose": "<p>In 2019 about 12 of 100 adults had back pain for longer than three months. Most "
    "of them were back at work within a year.</p>",
    "studies": "<table><tr><th>Study</th><th>Patients</th><th>Treatment</th><th>Result</th></tr>"
    "<tr><td>Smith et al. 2010</td><td>120</td><td>Exercise, 12 weeks</td><td>−2.1 (95% CI −3.0 to "
    "−1.2)</td></tr><tr><td>Jones 2012</td><td>84</td><td>Manual therapy</td><td>p = 0.04</td></tr>"
    "<tr><td>Weber 2015</td><td>210</td><td>Usual care</td><td>not significant</td></tr></table>",
    "evidence": "<p>Smith et al. (2010) found less pain after 12 weeks of exercise. Jones (2012; "
    "n = 84) could not confirm it, and Weber and Klein (2015) saw no difference.</p>",
    "timeline": "<ul><li>1934: Mixter and Barr describe the herniated disc.</li><li>1963: Smith "
    "tries chymopapain.</li><li>1997: Foley and Smith use a tube of 16 mm.</li></ul>",
    "doses": "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>Ibuprofen</td><td>3 x 400 mg</td>"
    "</tr><tr><td>Naproxen</td><td>2 x 500 mg</td></tr></table>",
    "steps": "<ol><li>Lie on your back and bend your knees.</li><li>Hold for 10 seconds, 5 times a "
    "day.</li><li>Stop when it hurts (see page 12).</li></ol>",
    "team": "<h2>Our team</h2><ul><li>Prof. Dr. med. Karl Weber, Head of Department since 2008</li>"
    "<li>Dr. Eva Kern, Senior Physician</li><li>J. Smith, PhD, Physiotherapist</li></ul>",
    "news": "<h2>News</h2><p>12.03.2021 – New guideline on back pain published</p><p>04.02.2021 "
    "– Annual meeting 2021 in Vienna, hall 3, 9:00–17:00</p>",
    "questionnaire": "<p>Oswestry Disability Index, version 2.1a, 2000: 10 questions, 0 to 5 "
    "points each; 0–20 %: minimal disability, 21–40 %: moderate.</p>",
}
"""Kind -> HTML that stands above a list."""
