// A server that answers each HTTP/1.1 request with the same inference answer, at once or after a delay, and may stall: every so
// often it answers nobody for a while, as one that collects garbage or waits for a lock.
// It reads no more of a request than it must, so that on one core it is faster than any client.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"time"
)

const body = `{"model_name":"digits","outputs":[{"name":"predict","datatype":"INT64","shape":[1],"data":[7]}]}`

var answer = []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\napp-version: wisdom-0\r\ncontent-length: %d\r\n\r\n%s", len(body), body))

func main() {
	address := flag.String("listen", "127.0.0.1:0", "address to listen on")
	delay := flag.Duration("delay", 0, "time that each answer takes")
	stall := flag.Duration("stall", 0, "how long it answers nobody")
	every := flag.Duration("every", 10*time.Second, "from the end of a stall to the end of the next")
	flag.Parse()
	start := time.Now()
	pause := func() {
		if *stall > 0 {
			if left := *every - time.Since(start)%*every; left <= *stall {
				time.Sleep(left)
			}
		}
		time.Sleep(*delay)
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(connection, pause)
	}
}

func serve(connection net.Conn, pause func()) {
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 1<<16)
	for {
		length, err := readHead(reader)
		if err != nil {
			return
		}
		if _, err := io.CopyN(io.Discard, reader, length); err != nil {
			return
		}
		pause()
		if _, err := connection.Write(answer); err != nil {
			return
		}
	}
}

// readHead reads to the end of a request's head and returns the length of its body.
func readHead(reader *bufio.Reader) (int64, error) {
	length := int64(0)
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if len(line) <= 2 {
			return length, nil
		}
		name, value, _ := strings.Cut(string(line), ":")
		if strings.EqualFold(name, "content-length") {
			if length, err = strconv.ParseInt(strings.TrimSpace(value), 10, 64); err != nil {
				return 0, err
			}
		}
	}
}
