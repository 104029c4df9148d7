package report

import "unskew/steps"

// Export describes a format for those who offer it to a person.
func (f Format) Export() steps.ExportFormat {
	described := steps.ExportFormat{Name: string(f), Ending: "." + string(f)}
	switch f {
	case Text:
		described.Ending, described.Translated = ".txt", true
	case Markdown:
		described.Ending, described.Translated = ".md", true
	case HTML:
		described.Translated, described.SeenAs = true, string(Text)
	case Short:
		described.Ending, described.Translated = "-short.txt", true
	case ChangeRequest:
		described.Ending = "-change-request.txt"
	}
	return described
}
