// Command gotemplate executes templates with Go's own text/template: a JSON case per line of stdin, a JSON outcome per line
// of stdout. It is the reference that the project's own templates are compared with.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"text/template"
)

// The structs of a routemap, as its templates see them.
type (
	Resource struct{ GVRShort, Name, Namespace string }
	Version  struct {
		Weight    int
		Resources []Resource
	}
	Routemap struct {
		Name, Namespace     string
		Labels, Annotations map[string]string
		Weights             []int
		Versions            []Version
	}
)

var types = map[string]reflect.Type{}

func init() {
	for _, value := range []any{
		Resource{}, Version{}, Routemap{}, []Resource{}, []Version{},
		[]any{}, []int{}, []string{}, []float64{}, []uint32{}, [][]int{},
		map[string]any{}, map[string]string{}, map[string]int{}, map[string]bool{}, map[string]float64{}, map[string][]string{},
		0, "", false, 0.0, uint8(0), uint32(0), uint64(0), uint(0),
	} {
		types[reflect.TypeOf(value).String()] = reflect.TypeOf(value)
	}
}

// A tagged value is {"type": NAME, "value": TEXT, LIST, OBJECT or null}; JSON's own null, booleans and strings are themselves.
type tagged struct {
	Type  string
	Value json.RawMessage
}

func decode(raw json.RawMessage) any {
	if raw[0] != '{' {
		var plain any
		check(json.Unmarshal(raw, &plain))
		return plain
	}
	var value tagged
	check(json.Unmarshal(raw, &value))
	kind, known := types[value.Type]
	if !known {
		panic("unknown type " + value.Type)
	}
	return build(kind, value.Value).Interface()
}

func build(kind reflect.Type, raw json.RawMessage) reflect.Value {
	built := reflect.New(kind).Elem()
	if string(raw) == "null" {
		return built
	}
	switch kind.Kind() {
	case reflect.Slice:
		var items []json.RawMessage
		check(json.Unmarshal(raw, &items))
		built.Set(reflect.MakeSlice(kind, len(items), len(items)))
		for i, item := range items {
			set(built.Index(i), item)
		}
	case reflect.Map:
		var entries map[string]json.RawMessage
		check(json.Unmarshal(raw, &entries))
		built.Set(reflect.MakeMap(kind))
		for key, entry := range entries {
			element := reflect.New(kind.Elem()).Elem()
			set(element, entry)
			built.SetMapIndex(reflect.ValueOf(key), element)
		}
	case reflect.Struct:
		var fields map[string]json.RawMessage
		check(json.Unmarshal(raw, &fields))
		for name, field := range fields {
			set(built.FieldByName(name), field)
		}
	default:
		var text string
		check(json.Unmarshal(raw, &text))
		number(built, text)
	}
	return built
}

func number(target reflect.Value, text string) {
	var err error
	switch target.Kind() {
	case reflect.Float64:
		var value float64
		value, err = strconv.ParseFloat(text, 64)
		target.SetFloat(value)
	case reflect.Int:
		var value int64
		value, err = strconv.ParseInt(text, 10, 64)
		target.SetInt(value)
	default:
		var value uint64
		value, err = strconv.ParseUint(text, 10, 64)
		target.SetUint(value)
	}
	check(err)
}

func set(target reflect.Value, raw json.RawMessage) {
	if value := decode(raw); value != nil {
		target.Set(reflect.ValueOf(value))
	}
}

type outcome struct {
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
}

func execute(text string, data any) (result outcome) {
	fail := func(problem any) {
		message := fmt.Sprint(problem)
		result = outcome{Error: &message}
	}
	defer func() {
		if problem := recover(); problem != nil {
			fail(problem)
		}
	}()
	parsed, err := template.New("t").Option("missingkey=zero").Parse(text)
	if err != nil {
		fail(err)
		return
	}
	var output strings.Builder
	if err := parsed.Execute(&output, data); err != nil {
		fail(err)
		return
	}
	made := output.String()
	return outcome{Output: &made}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	answers := bufio.NewWriter(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var request struct {
			Template string
			Data     json.RawMessage
		}
		check(json.Unmarshal(line, &request))
		encoded, err := json.Marshal(execute(request.Template, decode(request.Data)))
		check(err)
		answers.Write(append(encoded, '\n'))
		// Answers are flushed when no question is waiting, so that batches are quick and nobody waits for ever.
		if lines.Buffered() == 0 {
			check(answers.Flush())
		}
	}
}
