package say

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
)

//go:embed zh-Hant
var files embed.FS

// catalogue is the sentences of one language. They are read once, when the first
// is looked up: who stays with English pays nothing.
type catalogue struct {
	read func() map[string]string // by the English sentence
}

// catalogues are those of all languages but English, which has none.
var catalogues = sync.OnceValue(func() map[language.Tag]*catalogue {
	all := map[language.Tag]*catalogue{}
	for _, tag := range Languages()[1:] {
		all[tag] = catalogueOf(tag)
	}
	return all
})

func catalogueOf(tag language.Tag) *catalogue {
	return &catalogue{read: sync.OnceValue(func() map[string]string {
		merged := map[string]string{}
		rooms, _ := readRooms(files, tag.String()) // what cannot be read is said in English; the tests find it
		for _, room := range rooms {
			for key, words := range room.words {
				merged[key] = words
			}
		}
		return merged
	})}
}

// lookup is the translation of an English sentence, or that sentence.
func (c *catalogue) lookup(key string) string {
	if c == nil {
		return key
	}
	if words, found := c.read()[key]; found {
		return words
	}
	return key
}

// room is one file of a language.
type room struct {
	name  string
	words map[string]string
}

// readRooms reads the files of a language, as far as they can be read.
func readRooms(from fs.FS, folder string) ([]room, error) {
	names, err := fs.Glob(from, path.Join(folder, "*.toml"))
	if err != nil {
		return nil, err
	}
	var rooms []room
	var problem error
	for _, name := range names {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return rooms, err
		}
		words := map[string]string{}
		if err := toml.Unmarshal(data, &words); err != nil {
			problem = fmt.Errorf("%s: %w", name, err)
			continue
		}
		rooms = append(rooms, room{name: path.Base(name), words: words})
	}
	return rooms, problem
}
