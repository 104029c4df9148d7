package machine

type Distribution struct {
	ID      string   `json:"id,omitempty"`
	Version string   `json:"version,omitempty"`
	Like    []string `json:"like,omitempty"`
	Name    string   `json:"name,omitempty"`
}
